import CAllocator
import Dispatch
import WaiterCommands
import WaiterPlatform
import WaiterTerminal

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@main
struct WaiterMain {
    /// The entry point is synchronous. An asynchronous entry point would first start the concurrency runtime, which
    /// opens file descriptors. If a standard stream is missing, one of these descriptors could take the number of that
    /// stream.
    static func main() {
        let hasOutput = StandardStream.openMissing()
        // This process has only a few threads, so per-thread heaps would have no benefit. In addition, each heap grows
        // by only one page per system call.
        waiter_share_one_heap()
        // Swift repairs invalid UTF-8 in arguments, so invalid arguments can be detected only in the raw bytes.
        let invalid = (1..<max(1, Int(CommandLine.argc))).first { number in
            CommandLine.unsafeArgv[number].map { String(validatingCString: $0) == nil } ?? false
        }
        let invocation = Invocation(
            words: Array(CommandLine.arguments.dropFirst()),
            invalidWord: invalid,
            hasOutput: hasOutput,
            environment: ProcessInfo.processInfo.environment
        )
        Task { exit(await CommandRunner.run(invocation)) }
        dispatchMain()
    }
}
