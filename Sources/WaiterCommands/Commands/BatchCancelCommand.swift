package import ArgumentParser
internal import Waiter
internal import WaiterBulk
internal import WaiterTerminal

/// The `batch cancel` command, which cancels a run and asks the provider to cancel its batches.
package struct BatchCancelCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancel a run; requests in progress are completed, and results are kept.",
        usage: "waiter batch cancel <run> [options]",
        discussion: """
            If the run was started with --remote, the command also asks the provider to cancel the run's batches. \
            This can take up to ten minutes. The results of requests that the provider has already processed are \
            stored. If the command is interrupted, run it again.

            Examples:
              waiter batch cancel results
            """
    )

    @Argument(help: ArgumentHelp("The name of the run.", valueName: "run"))
    package var name: String

    @OptionGroup
    package var queue: BatchQueueFlags

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var isQuiet: Bool { quiet }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let directories = try context.requiredDirectories()
        let queue = try await queue.source(context).existing(for: name)
        try await queue.cancel(name)
        context.console.notice(TerminalText.line("waiter: cancelled '\(name)'"))
        // Skip the parts of the run that are still collecting rows, because they have not been submitted to the
        // provider.
        let parts = try await queue.parts(of: name).filter { $0.state != .collecting }
        guard !parts.isEmpty else { return .complete }
        do {
            let settings = try Settings(
                flags: server.flags(model: nil),
                environment: context.environment,
                directories: directories
            )
            let session = AskSession(settings: settings, context: context, directories: directories)
            let count = try await BatchSession(session: session).cancelBatches(of: BulkRun(name, in: queue))
            let batches = count == 1 ? "1 batch" : "\(count) batches"
            context.console.notice("waiter: the provider cancelled \(batches)")
        } catch {
            for batch in try await queue.parts(of: name).compactMap(\.batchID) {
                context.console.notice(
                    TerminalText.line("waiter: batch \(batch) may still be in progress at the provider")
                )
            }
            throw error
        }
        return .complete
    }
}
