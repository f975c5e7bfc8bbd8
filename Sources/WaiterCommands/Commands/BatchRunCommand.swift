package import ArgumentParser
internal import Waiter
internal import WaiterBulk
internal import WaiterTerminal

/// The `batch run` command, which processes a file of requests.
package struct BatchRunCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Send the requests in a file; repeat the command to resume.",
        usage: "waiter batch run <input> -o <output> [options]",
        discussion: """
            The input can be requests for OpenAI's Batch API, JSON lines with 'prompt' or 'messages', CSV with a \
            header, or text with one prompt per line; '-' is standard input. The output file has one line per request, \
            in the format of OpenAI's Batch API. It is written when the run is complete.

            Examples:
              waiter batch run requests.jsonl -o results.jsonl
              waiter batch run reviews.csv -o results.jsonl -t classify -m gpt-6.1-sol --budget 5
              waiter batch run prompts.txt -o results.jsonl -m gpt-6.1-sol --schema 'sentiment, score int'
            """
    )

    @Argument(help: ArgumentHelp("The file with the requests; '-' is standard input.", valueName: "input"))
    package var file: String

    @OptionGroup(title: "Requests")
    package var requests: BatchRequestFlags

    @OptionGroup(title: "Processing")
    package var processing: BatchProcessingFlags

    @OptionGroup(title: "Queue")
    package var queue: BatchQueueFlags

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
        let directories = try context.requiredDirectories()
        let template = try requests.template.map(TemplateStore(directory: directories.templates).template)
        let settings = try Settings(
            flags: server.flags(model: requests.model),
            environment: context.environment,
            directories: directories
        )
        var session = AskSession(settings: settings, context: context, directories: directories)
        session.spending.tags = spending.tags
        if processing.dryRun { return try await preview(session, template) }
        guard let path = processing.output else {
            throw CommandFailure.usage("no output file", nextStep: "specify one with -o, such as -o results.jsonl")
        }
        let destination = BatchPlan.absolute(path)
        try BatchOutput.check(destination)
        let server = try await session.batchServer(connections: processing.sending.live.concurrency)
        let maker = try requests.maker(template, session, server.configuration.baseURL, model: server.model)
        let plan = try plan(maker, output: destination)
        let queue = try await queue.source(context).open()
        let run = try await BatchSession.run(named: processing.name, output: destination, in: queue)
        let batch = batch(session)
        let status = try await batch.load(plan, run)
        let result = try await batch.process(run, status, output: destination, on: server)
        if output.json, let status = try await run.status() { try Output.write(status.json, to: context.console) }
        return result
    }

    private func plan(_ maker: BatchRequestMaker, output: String) throws -> BatchPlan {
        var plan = BatchPlan(
            input: file == "-" ? "-" : BatchPlan.absolute(file),
            output: output,
            format: requests.format,
            maker: maker
        )
        plan.shard = processing.shard
        plan.skipsInvalid = processing.skipsInvalid
        plan.fingerprint = try requests.fingerprint(maker, shard: processing.shard)
        return plan
    }

    private func batch(_ session: AskSession) -> BatchSession {
        var batch = BatchSession(session: session)
        batch.options = processing.sending.options(budget: spending.plan.limit)
        if let retries = server.retries { batch.options.maxAttempts = retries + 1 }
        batch.live = processing.sending.live
        batch.ordered = processing.ordered
        batch.isRemote = processing.remote
        return batch
    }

    /// Prints the number of tokens and the maximum cost, without sending or storing anything.
    private func preview(_ session: AskSession, _ template: Template?) async throws -> ExitStatus {
        let place = try await session.quietAddress()
        let baseURL = try session.configuration(session.settings, place.baseURL, requiresKey: false).baseURL
        let maker = try requests.maker(
            template,
            session,
            baseURL,
            model: session.settings.model?.value ?? place.model
        )
        let catalogue = try UserCatalogue.load(session.directories)
        var estimate = BatchEstimate(
            catalogue: catalogue,
            isFree: session.freeReason != nil,
            isBatch: processing.remote
        )
        var source = try BatchInput(path: file, format: requests.format, maker: maker)
        while estimate.rows < processing.sending.limit ?? .max {
            do {
                guard let (request, _) = try source.next() else { break }
                if processing.shard?.contains(request.customID) ?? true { estimate.add(request) }
            } catch let error as BulkError where processing.skipsInvalid && error.line != nil {
                session.console.notice(TerminalText.line("waiter: skipped: \(error.message)"))
            }
        }
        if output.json {
            try Output.write(estimate.json, to: session.console)
        } else {
            try session.console.writeForeign(estimate.lines.joined(separator: "\n") + "\n")
        }
        session.console.notice("waiter: not sent (dry run)")
        return .complete
    }
}
