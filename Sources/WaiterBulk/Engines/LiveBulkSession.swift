internal import Synchronization
internal import Waiter
internal import WaiterModels

/// A session that processes one run with individual calls. It sends as many rows at the same time as the current
/// concurrency allows, and handles failures.
///
/// A queue failure ends the run in the same way as an interruption. Nothing more is sent, but the answers to calls in
/// progress can still be stored.
struct LiveBulkSession: Sendable {
    /// A row that will be sent again after other rows.
    struct Postponed: Sendable {
        var row: BulkRow
        /// The number of rate limit errors for this row.
        var overloads = 0
    }

    /// State shared by the rows' tasks.
    private final class Shared: Sendable {
        let pace: Mutex<BulkPace>
        /// The first queue failure or the cancellation of the task.
        let failure = Mutex<(any Error)?>(nil)
        let now: @Sendable () -> Duration

        init(_ pace: BulkPace, _ clock: any Clock<Duration>) {
            self.pace = Mutex(pace)
            now = Self.stopwatch(clock)
        }

        private static func stopwatch(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
            let start = clock.now
            return { start.duration(to: clock.now) }
        }

        func fail(_ error: any Error) {
            failure.withLock { failure in
                if failure == nil || failure is CancellationError { failure = error }
            }
        }
    }

    let engine: LiveBulkEngine
    let work: BulkWork
    private let shared: Shared

    /// The number of rate limit errors after which a row fails if other rows have succeeded in the meantime.
    private static let maxOverloads = 20
    /// The number of rate limit errors after which other rows are sent before this row is sent again.
    private static let overloadsInPlace = 3

    /// Returns the number of rows to claim at once.
    ///
    /// If the worker claimed fewer rows at once, most transactions would have to update the run's budget. If the worker
    /// claimed more rows at once, it would hold rows and reservations that other workers could use.
    static func claimSize(_ concurrency: Int) -> Int { min(64, max(16, concurrency)) }

    init(engine: LiveBulkEngine, work: BulkWork) {
        (self.engine, self.work) = (engine, work)
        shared = Shared(BulkPace(maximum: engine.options.concurrency), engine.clock)
    }

    /// Whether the run has to stop sending requests.
    private var mustStop: Bool {
        shared.failure.withLock { $0 != nil } || work.stop != nil || Task.isCancelled
    }

    // MARK: All rows

    /// Processes rows until no rows are left or the run has to stop.
    ///
    /// - Throws: The first error from the queue, or `CancellationError`.
    func run() async throws -> BulkStop {
        let reason = await withTaskGroup(of: Postponed?.self) { group in
            var (ready, postponed): ([BulkRow], [Postponed]) = ([], [])
            var running = 0
            var (reason, isAwaitingWorkers) = (BulkStop.finished, false)
            while !mustStop {
                var next: Postponed?
                let concurrency = shared.pace.withLock(\.concurrency)
                if running < concurrency {
                    if ready.isEmpty {
                        (ready, reason, isAwaitingWorkers) = await claim(upTo: Self.claimSize(concurrency))
                    }
                    next = ready.popLast().map { Postponed(row: $0) } ?? postponed.popLast()
                }
                if let next {
                    group.addTask { await process(next) }
                    running += 1
                    continue
                }
                // A row in progress can still be postponed, or can release part of the budget when it ends.
                guard running > 0, let ended = await group.next() else {
                    guard isAwaitingWorkers else { break }
                    // Rows that other workers hold may return to `waiting`. If the task is cancelled, the loop ends.
                    try? await engine.clock.sleep(for: .seconds(1))
                    continue
                }
                running -= 1
                if let ended { postponed.insert(ended, at: 0) }
            }
            await release(ready)
            while let ended = await group.next() { if let ended { postponed.append(ended) } }
            await release(postponed.map(\.row))
            return reason
        }
        if let failure = shared.failure.withLock(\.self) { throw failure }
        try Task.checkCancellation()
        return work.stop ?? reason
    }

    /// Claims rows and returns them in reverse order, because the next row is taken from the end of the array.
    private func claim(upTo count: Int) async -> (rows: [BulkRow], reason: BulkStop, isAwaitingWorkers: Bool) {
        do {
            let (claim, reason) = try await work.claim(upTo: count)
            engine.limiter.share(among: claim.workers)
            return (claim.rows.reversed(), reason, claim.isAwaitingWorkers)
        } catch {
            shared.fail(error)
            return ([], .finished, false)
        }
    }

    private func release(_ rows: [BulkRow]) async {
        do { try await work.release(rows) } catch { shared.fail(error) }
    }

    // MARK: One row

    /// Sends a row repeatedly until it has a result or has to wait. Returns the row if other rows should be sent first.
    private func process(_ postponed: Postponed) async -> Postponed? {
        do {
            return try await send(postponed)
        } catch {
            shared.fail(error)
            return nil
        }
    }

    private func send(_ postponed: Postponed) async throws -> Postponed? {
        var (row, overloads) = (postponed.row, postponed.overloads)
        var delay = Duration.zero
        while true {
            await sleep(delay)
            delay = .zero
            guard !mustStop, let attempt = try await engine.send(row, work, unless: { mustStop }) else {
                try await work.release([row])
                return nil
            }
            switch attempt.result {
            case .success(let response):
                shared.pace.withLock { $0.succeed(at: shared.now()) }
                if let defect = work.options.check?(row, response) {
                    guard try await retry(&row, response, defect, attempt) else { return nil }
                    continue
                }
                let result = BulkResult(customID: row.customID, state: .done, response: response)
                try await settle(row, .result(result), attempt)
                return nil
            case .failure(let error):
                guard let pause = try await retry(&row, error, attempt, &overloads) else { return nil }
                delay = pause
                if overloads >= postponed.overloads + Self.overloadsInPlace {
                    return Postponed(row: row, overloads: overloads)
                }
            }
        }
    }

    /// Sleeps until both this row's delay and the delay shared by all rows have elapsed. Returns early if the run has
    /// to stop.
    private func sleep(_ delay: Duration) async {
        let end = shared.now() + delay
        while !mustStop {
            let now = shared.now()
            let left = max(end - now, shared.pace.withLock { $0.delay(at: now) })
            guard left > .zero else { return }
            // If the task is cancelled, the loop ends.
            try? await engine.clock.sleep(for: min(left, .seconds(1)))
        }
    }

    private func settle(
        _ row: BulkRow,
        _ effect: BulkSettlement.Effect,
        _ attempt: LiveBulkEngine.Attempt,
        isAttempt: Bool = true
    ) async throws {
        try await work.settle(
            BulkSettlement(row: row.id, effect, isAttempt: isAttempt, cost: attempt.cost, usage: attempt.usage)
        )
    }

    private func settleForRetry(
        _ row: BulkRow,
        _ attempt: LiveBulkEngine.Attempt,
        isAttempt: Bool
    ) async throws -> Bool {
        try await work.settle(
            BulkSettlement(row: row.id, .retry, isAttempt: isAttempt, cost: attempt.cost, usage: attempt.usage)
        )
    }

    // MARK: Failures

    /// Handles a response that is not accepted as a result. Returns whether to send the row again.
    private func retry(
        _ row: inout BulkRow,
        _ response: BulkResult.Response,
        _ defect: BulkResult.Defect,
        _ attempt: LiveBulkEngine.Attempt
    ) async throws -> Bool {
        row.attempts += 1
        guard !defect.isFinal, !work.options.atMostOnce, row.attempts < work.options.maxAttempts else {
            try await settle(row, .result(.rejected(row, response, defect)), attempt)
            return false
        }
        // If the earlier request's idempotency key were sent again, the server would repeat the earlier answer.
        row.idempotencyKey += "-a\(row.attempts)"
        return try await settleForRetry(row, attempt, isAttempt: true)
    }

    /// Handles a failed attempt. Returns the delay after which to send the row again, or `nil` if the row is not sent
    /// again.
    private func retry(
        _ row: inout BulkRow,
        _ error: OpenAIError,
        _ attempt: LiveBulkEngine.Attempt,
        _ overloads: inout Int
    ) async throws -> Duration? {
        switch BulkFailure(error, wasSent: attempt.wasSent, hasSucceeded: work.hasSucceeded) {
        case .run:
            work.end(.paused(error))
            try await settle(row, .waiting, attempt, isAttempt: false)
            return nil
        case .row:
            shared.pace.withLock { $0.succeed(at: shared.now()) }
            try await settle(row, .result(.failed(row, error)), attempt)
            return nil
        case .overload(let delay):
            let setbacks = slowDown(error) { $0.slowDown(for: delay, at: $1) }
            overloads += 1
            // Other rows have succeeded in the meantime, so this row is considered too large for the rate limit.
            if overloads >= Self.maxOverloads, setbacks < overloads {
                try await settle(row, .result(.failed(row, error)), attempt)
                return nil
            }
            return try await settleForRetry(row, attempt, isAttempt: false) ? .zero : nil
        case .doubtful:
            slowDown(error) { $0.stumble(for: error.retryAfter, at: $1) }
            return try await retryDoubtful(&row, error, attempt)
        }
    }

    private func retryDoubtful(
        _ row: inout BulkRow,
        _ error: OpenAIError,
        _ attempt: LiveBulkEngine.Attempt
    ) async throws -> Duration? {
        if work.options.atMostOnce, error.status.map({ 200..<300 ~= $0 }) ?? true {
            try await settle(row, .result(.unknown(row, error)), attempt)
            return nil
        }
        row.attempts += 1
        guard row.attempts < work.options.maxAttempts, !work.options.atMostOnce else {
            try await settle(row, .result(.failed(row, error)), attempt)
            return nil
        }
        guard try await settleForRetry(row, attempt, isAttempt: true) else { return nil }
        return .seconds(min(60, 1 << min(row.attempts - 1, 6)))
    }

    /// Adjusts the pace after a failure and returns the number of consecutive failures. Too many consecutive failures
    /// end the run.
    @discardableResult
    private func slowDown(_ error: OpenAIError, _ change: (inout BulkPace, Duration) -> Void) -> Int {
        let pace = shared.pace.withLock { pace in
            change(&pace, shared.now())
            return pace
        }
        if pace.isHopeless { work.end(.paused(error)) }
        return pace.setbacks
    }
}
