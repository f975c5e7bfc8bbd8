package import ArgumentParser
internal import WaiterBulk
internal import WaiterTerminal

/// The `batch rm` command, which removes a run.
package struct BatchRemoveCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Remove a run along with its requests and results; output files are kept.",
        usage: "waiter batch rm <run>",
        discussion: """
            Batches already submitted to the provider are not cancelled; see 'waiter batch cancel'.

            Examples:
              waiter batch rm results
            """
    )

    @Argument(help: ArgumentHelp("The name of the run.", valueName: "run"))
    package var name: String

    @OptionGroup
    package var queue: BatchQueueFlags

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var isQuiet: Bool { quiet }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let queue = try await queue.source(context).existing(for: name)
        let batches = try await queue.parts(of: name).compactMap(\.batchID)
        try await queue.remove(name)
        context.console.notice(TerminalText.line("waiter: removed '\(name)'"))
        for batch in batches {
            context.console.notice(TerminalText.line("waiter: the provider continues to process batch \(batch)"))
        }
        return .complete
    }
}
