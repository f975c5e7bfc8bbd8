internal import Synchronization
internal import Waiter
internal import WaiterBulk
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore
internal import WaiterTerminal

/// Runs a batch: loads the input, processes the rows, and writes the output.
struct BatchSession: Sendable {
    let session: AskSession
    var options = BulkOptions()
    var live = LiveBulkEngine.Options()
    var ordered = false
    /// Whether to use the provider's Batch API.
    var isRemote = false

    private var console: Console { session.console }

    /// Returns the run that writes to the given file, or a new run with an unused name.
    ///
    /// - Throws: `CommandFailure` if the named run has another output.
    static func run(named name: String?, output: String, in queue: any BulkQueue) async throws -> BulkRun {
        let runs = try await queue.runs()
        if let name {
            guard let run = runs.first(where: { $0.name == name }) else {
                guard let other = runs.first(where: { $0.details["output"]?.stringValue == output }) else {
                    return BulkRun(name, in: queue)
                }
                throw CommandFailure.usage(
                    "\(output) is the output of the run '\(other.name)'",
                    nextStep: "choose another file with -o"
                )
            }
            let other = run.details["output"]?.stringValue ?? ""
            guard other == output else {
                throw CommandFailure.usage(
                    "the run '\(name)' writes to \(other)",
                    nextStep: "choose another name with --name"
                )
            }
            return BulkRun(name, in: queue)
        }
        if let run = runs.first(where: { $0.details["output"]?.stringValue == output }) {
            return BulkRun(run.name, in: queue)
        }
        var base = output.split(separator: "/").last.map(String.init) ?? output
        if let dot = base.lastIndex(of: "."), dot != base.startIndex { base = String(base[..<dot]) }
        let taken = Set(runs.map(\.name))
        let names = [base] + (2...(taken.count + 2)).map { "\(base)-\($0)" }
        return BulkRun(names.first { !taken.contains($0) } ?? base, in: queue)
    }

    /// Loads the input into a new run or checks that it matches the input of an existing run.
    ///
    /// - Returns: The status of the run.
    /// - Throws: `BulkError`, `CommandFailure`, `StoreError`.
    func load(_ plan: BatchPlan, _ run: BulkRun) async throws -> BulkStatus {
        if let status = try await run.status(), status.state != .loading {
            if status.state == .cancelled { throw BulkError(.cancelled, "the run '\(run.name)' was cancelled") }
            try plan.check(status)
        } else {
            if access(plan.output, F_OK) == 0 {
                throw CommandFailure.usage(
                    "\(plan.output) already exists",
                    nextStep: "remove it, or choose another file with -o"
                )
            }
            if plan.input == "-", StandardInput.isTerminal {
                throw CommandFailure.usage("no input", nextStep: "pass a file, or pipe requests in")
            }
            console.startSpinner("reading \(plan.input == "-" ? "standard input" : plan.input)")
            let skipped = Mutex(0)
            let rows = try await plan.load(run) { [console] problem in
                let count = skipped.withLock { count in
                    count += 1
                    return count
                }
                if count <= 10 { console.notice(TerminalText.line("waiter: skipped: \(problem)")) }
            }
            console.stopSpinner()
            let count = skipped.withLock(\.self)
            if count > 10 { console.notice("waiter: skipped \(count) lines") }
            if rows == 0 {
                try await run.queue.remove(run.name)
                throw CommandFailure.usage("the input has no requests")
            }
        }
        guard let status = try await run.status() else { throw BulkError(.unknownRun, "the run was removed") }
        return status
    }

    /// Processes the rows of a run and writes the output if this worker has an output file.
    ///
    /// - Throws: `CommandFailure`, `BulkError`, `StoreError`, `Interrupts.Interruption`.
    func process(_ run: BulkRun, _ status: BulkStatus, output: String?, on server: BatchServer) async throws
        -> ExitStatus
    {
        let ledger = try await ledger()
        let progress = BatchProgress(status, console, now: session.context.clock.now)
        let process = try processing(run, server, ledger, progress)
        let check = try BatchAnswerCheck(status, for: server.configuration.baseURL)
        let flag = StopFlag()
        let stop = try await interruptible(flag) { options in
            var options = options
            if let check { options.check = { check.defect($0, $1) } }
            options.onResult = { progress.count($0, $1) }
            let ticker = Task {
                while !Task.isCancelled {
                    progress.tick()
                    try? await Task.sleep(for: .milliseconds(250))
                }
            }
            defer {
                ticker.cancel()
                progress.end()
            }
            return try await process(options)
        }
        do {
            return try await finish(run, stop, output: output, host: server.configuration.baseURL.authority)
        } catch var failure as CommandFailure where failure.status == .interrupted && flag.value == SIGTERM {
            failure.status = .terminated
            throw failure
        }
    }

    private func ledger() async throws -> Ledger {
        let path = session.directories.database
        if let parent = FileSystem.parent(of: path) {
            do { try PrivateFile.createDirectory(parent) } catch { throw CommandFailure(error) }
        }
        return try await Ledger(path: path)
    }

    /// Asks the provider to cancel a run's batches, stores their results, and returns the number of batches that were
    /// still in progress.
    ///
    /// - Throws: `CommandFailure`, `BulkError`, `StoreError`, `CancellationError`.
    func cancelBatches(of run: BulkRun) async throws -> Int {
        let server = try await session.batchServer(connections: 1)
        let host = server.configuration.baseURL.authority
        var remote = RemoteBulkEngine.Options()
        remote.metering = server.metering
        let engine = try RemoteBulkEngine(
            configuration: server.configuration,
            ledger: try await ledger(),
            options: remote,
            transport: server.transport
        )
        console.startSpinner("waiting for the provider's batches to finish")
        defer { console.stopSpinner() }
        do {
            return try await engine.cancel(run.name, in: run.queue)
        } catch let error as OpenAIError {
            throw session.described(error, host: host)
        }
    }

    /// Returns a closure that processes the run with individual calls or with the provider's Batch API.
    private func processing(
        _ run: BulkRun,
        _ server: BatchServer,
        _ ledger: Ledger,
        _ progress: BatchProgress
    ) throws -> @Sendable (BulkOptions) async throws -> BulkStop {
        if isRemote {
            var remote = RemoteBulkEngine.Options()
            remote.metering = server.metering
            remote.onBatch = { progress.note($0) }
            let engine = try RemoteBulkEngine(
                configuration: server.configuration,
                ledger: ledger,
                options: remote,
                transport: server.transport
            )
            return { try await run.process(with: engine, options: $0) }
        }
        var live = live
        live.metering = server.metering
        let engine = try LiveBulkEngine(
            configuration: server.configuration,
            ledger: ledger,
            options: live,
            transport: server.transport
        )
        return { try await run.process(with: engine, options: $0) }
    }

    /// Runs work that Ctrl-C can stop. The first Ctrl-C stops the work after the rows in progress are complete. The
    /// second Ctrl-C cancels the work.
    private func interruptible(
        _ flag: StopFlag,
        _ work: @escaping @Sendable (BulkOptions) async throws -> BulkStop
    ) async throws -> BulkStop {
        var options = options
        options.shouldStop = { flag.value != 0 }
        return try await Interrupts.cancelling { [options] in
            try await work(options)
        } unless: { [console, isRemote] signal in
            guard flag.set(signal) else { return false }
            console.say(
                isRemote
                    ? "waiter: stopping; the provider continues to process the batches"
                    : "waiter: finishing the requests in progress; press Ctrl-C again to abandon them"
            )
            return true
        }
    }

    /// The signal that stopped the run.
    private final class StopFlag: Sendable {
        private let signal = Atomic<Int32>(0)

        /// The first signal, or 0 if no signal has been received.
        var value: Int32 { signal.load(ordering: .relaxed) }

        /// Stores a signal and returns whether it is the first signal.
        func set(_ number: Int32) -> Bool {
            signal.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged
        }
    }

    /// Writes the output if the run has ended, and reports how the run ended.
    private func finish(_ run: BulkRun, _ stop: BulkStop, output: String?, host: String) async throws -> ExitStatus {
        guard let status = try await run.status() else { throw BulkError(.unknownRun, "the run was removed") }
        let summary =
            "\(status.count(.done)) of \(status.total) done, \(status.count(.failed)) failed, cost \(status.costText)"
        switch stop {
        case .finished, .limitReached:
            if let output {
                let count = try await BatchOutput.write(run, to: output, ordered: ordered)
                console.notice(TerminalText.line("waiter: \(summary); wrote \(count) results to \(output)"))
            } else {
                console.notice(TerminalText.line("waiter: \(summary)"))
            }
            if case .limitReached = stop { console.notice("waiter: run the command again to continue") }
        default:
            console.notice(
                TerminalText.line(
                    "waiter: \(summary); to write the results so far, run: waiter batch export \(ShellWord.quoted(run.name))"
                )
            )
        }
        if let failure = failure(stop, status, host) { throw failure }
        guard status.count(.failed) + status.count(.unknown) == 0 else {
            if status.count(.unknown) > 0 {
                console.notice(
                    "waiter: no response was received for \(status.count(.unknown)) rows, which may have been sent"
                )
            }
            console.notice(
                "waiter: to mark failed rows for resending, run: waiter batch retry \(ShellWord.quoted(run.name))"
            )
            return .failure
        }
        return .complete
    }

    /// Returns the failure for an incomplete run, or `nil` if the run is complete.
    private func failure(_ stop: BulkStop, _ status: BulkStatus, _ host: String) -> CommandFailure? {
        let again = "run the command again to continue"
        switch stop {
        case .finished, .limitReached: return nil
        case .overBudget:
            let limit = status.budget.map { " of \($0)" } ?? ""
            return CommandFailure(
                .overBudget,
                "the next row could exceed the budget\(limit) (\(status.spent) spent)",
                nextStep: "raise it with --budget, and \(again)",
                kind: "budgetExceeded"
            )
        case .paused(let error):
            var failure =
                (error as? OpenAIError).map { session.described($0, host: host) } ?? CommandFailure(any: error)
            failure.nextStep = (failure.nextStep.map { "\($0); then " } ?? "") + again
            return failure
        case .failing:
            return CommandFailure(
                .failure,
                "too many consecutive rows failed",
                nextStep: "see: waiter batch export",
                kind: "failing"
            )
        case .stopped: return CommandFailure(.interrupted, "interrupted", nextStep: again)
        case .cancelled: return CommandFailure(.failure, "the run was cancelled", kind: "cancelled")
        }
    }
}
