package import ArgumentParser
internal import Waiter
internal import WaiterBulk

/// The `batch work` command, which joins a run in a shared queue.
package struct BatchWorkCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "work",
        abstract: "Help process an existing run on another machine, using a shared queue.",
        usage: "waiter batch work <run> --queue <url> [options]",
        discussion: """
            The requests are in the queue, so the input file is not needed. The command exits when every row has a \
            result. To write the results, use 'waiter batch export' or repeat the command that created the run.

            All workers share the run's rate limits and budget; pass the same limits to each of them.

            Examples:
              waiter batch work results --queue postgres://bulk@db.example.com/bulk
              WAITER_QUEUE=postgres://bulk@db.example.com/bulk waiter batch work results -j 32
            """
    )

    @Argument(help: ArgumentHelp("The name of the run.", valueName: "run"))
    package var name: String

    @OptionGroup(title: "Queue")
    package var queue: BatchQueueFlags

    @OptionGroup(title: "Processing")
    package var sending: BatchSendingFlags

    @OptionGroup(title: "Cost")
    package var spending: SpendingFlags

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    @OptionGroup
    package var output: Output

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var reportsJSON: Bool { output.json }
    package var isQuiet: Bool { quiet }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let source = try queue.source(context)
        guard source.isShared else {
            throw CommandFailure.usage(
                "no shared queue",
                nextStep: "specify one with --queue or WAITER_QUEUE, such as postgres://user@host/database"
            )
        }
        let directories = try context.requiredDirectories()
        let settings = try Settings(
            flags: server.flags(model: nil),
            environment: context.environment,
            directories: directories
        )
        var session = AskSession(settings: settings, context: context, directories: directories)
        session.spending.tags = spending.tags
        let run = BulkRun(name, in: try await source.open())
        guard let status = try await run.status() else {
            throw BulkError(.unknownRun, "there is no run named '\(name)'")
        }
        var batch = BatchSession(session: session)
        batch.options = sending.options(budget: spending.plan.limit)
        if let retries = self.server.retries { batch.options.maxAttempts = retries + 1 }
        batch.live = sending.live
        let server = try await session.batchServer(connections: batch.live.concurrency)
        let result = try await batch.process(run, status, output: nil, on: server)
        if output.json, let status = try await run.status() { try Output.write(status.json, to: context.console) }
        return result
    }
}
