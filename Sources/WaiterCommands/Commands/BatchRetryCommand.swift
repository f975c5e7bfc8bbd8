package import ArgumentParser
internal import WaiterBulk
internal import WaiterTerminal

/// The `batch retry` command, which marks failed rows for resending.
package struct BatchRetryCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Mark the failed rows of a run for resending.",
        usage: "waiter batch retry <run> [--unknown]",
        discussion: """
            Nothing is sent until you resume the run with 'waiter batch run'.

            Examples:
              waiter batch retry results
            """
    )

    @Argument(help: ArgumentHelp("The name of the run.", valueName: "run"))
    package var name: String

    @Flag(
        help: """
            Include rows whose requests may have been sent, but for which no response was received. These requests \
            may be billed twice.
            """
    )
    package var unknown = false

    @OptionGroup
    package var queue: BatchQueueFlags

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var isQuiet: Bool { quiet }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let queue = try await queue.source(context).existing(for: name)
        let count = try await queue.retry(name, states: unknown ? [.failed, .unknown] : [.failed])
        let next = count > 0 ? "; to send them, repeat the 'waiter batch run' command that started the run" : ""
        context.console.notice("waiter: rows marked for resending: \(count)\(next)")
        return .complete
    }
}
