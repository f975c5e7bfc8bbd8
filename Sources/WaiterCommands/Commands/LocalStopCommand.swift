package import ArgumentParser
internal import WaiterLocal
internal import WaiterTerminal

/// The `local stop` command, which stops the local server.
package struct LocalStopCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop the local server.",
        discussion: """
            Examples:
              waiter local stop
              waiter local stop -q
            """
    )

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var isQuiet: Bool { quiet }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let model = LocalModel(directory: context.directories().localModel, environment: context.environment)
        let wasRunning = try await model.stop()
        context.console.notice(wasRunning ? "the local server has stopped" : "no local server was running")
        return .complete
    }
}
