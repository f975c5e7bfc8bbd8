import WaiterCommands

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@main
struct WaiterMain {
    static func main() async {
        let words = CommandLine.arguments.dropFirst()
        // Swift repairs words that are no UTF-8; only the raw ones tell.
        let invalid = (1..<max(1, Int(CommandLine.argc))).first { number in
            CommandLine.unsafeArgv[number].map { String(validatingCString: $0) == nil } ?? false
        }
        let code = await CommandRunner.run(
            Array(words),
            invalidArgument: invalid,
            environment: ProcessInfo.processInfo.environment
        )
        exit(code)
    }
}
