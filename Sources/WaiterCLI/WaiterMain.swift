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
    /// Not asynchronous: the runtime of tasks opens descriptors, and must not get those that are missing.
    static func main() {
        let hasOutput = StandardStream.openMissing()
        // The few threads of a command gain nothing by heaps of their own, which grow a page and a system call at a time.
        waiter_share_one_heap()
        // Swift repairs words that are no UTF-8; only the raw ones tell.
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
