package import ArgumentParser
internal import WaiterBulk
internal import WaiterTerminal

/// The `batch cancel` command, which cancels a run.
package struct BatchCancelCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancel a run; requests in progress are finished, and results are kept.",
        usage: "waiter batch cancel <run>",
        discussion: """
            Examples:
              waiter batch cancel results
            """
    )

    @Argument(help: ArgumentHelp("The name of the run.", valueName: "run"))
    package var name: String

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var isQuiet: Bool { quiet }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        guard let queue = try await BatchSession.existingQueue(context.requiredDirectories()) else {
            throw BulkError(.unknownRun, "there is no run named '\(name)'")
        }
        try await queue.cancel(name)
        context.console.notice(TerminalText.line("waiter: cancelled '\(name)'"))
        for batch in try await queue.parts(of: name).compactMap(\.batchID) {
            context.console.notice(TerminalText.line("waiter: the provider continues to process batch \(batch)"))
        }
        return .complete
    }
}
