internal import Synchronization
public import Waiter
public import WaiterModels
internal import WaiterPlatform
public import WaiterStore

/// An engine that sends each row as a live call, as fast as the server and the limits allow.
///
/// Every attempt is recorded in the ledger with the tag `run:NAME`, so that budgets of the ledger apply in addition to the run's own.
/// The concurrency adapts to the server; a `Retry-After` header delays all calls. An exhausted quota, an invalid key or a refusal
/// of a budget ends the work without failing any row.
public struct LiveBulkEngine: BulkEngine {
    /// The options of an engine.
    public struct Options: Sendable {
        /// The maximum number of concurrent calls.
        public var concurrency = 16
        /// The rate limits; by default those reported by the server.
        public var rateLimits = RateLimiter.Limits()
        /// The options of the meter: profile, tags, prices and callbacks. Its rate limits and its limit do not apply.
        public var metering = LedgerMeter.Options()

        /// Creates options.
        public init() {}
    }

    private let client: OpenAI
    private let meter: BulkMeter
    private let options: Options
    private let clock: any Clock<Duration>

    /// Creates an engine with its own client.
    ///
    /// - Parameters:
    ///   - configuration: The configuration of the client; its retry policy does not apply.
    ///   - ledger: The ledger that records every attempt.
    ///   - options: The options.
    ///   - transport: The transport; nil for the default one.
    /// - Throws: `OpenAIError` with code `.configuration` if the configuration is invalid.
    public init(
        configuration: OpenAI.Configuration,
        ledger: Ledger,
        options: Options = Options(),
        transport: (any Transport)? = nil
    ) throws {
        var configuration = configuration
        var options = options
        options.metering.rateLimits = nil
        options.metering.limit = nil
        if let limit = options.rateLimits.requestsPerMinute { options.concurrency = min(options.concurrency, limit) }
        configuration.maxConnections = max(configuration.maxConnections, options.concurrency)
        configuration.rateLimits = nil
        self.options = options
        clock = configuration.clock
        meter = BulkMeter(ledger, options.metering)
        let limiter = RateLimiter(
            options.rateLimits,
            clock: configuration.clock,
            meter: meter,
            tokens: Self.tokens(options)
        )
        client =
            try transport.map { try OpenAI(configuration: configuration, transport: $0, meter: limiter) }
            ?? OpenAI(configuration: configuration, meter: limiter)
    }

    private static func tokens(_ options: Options) -> @Sendable (MeteredAttempt) -> Int {
        guard options.rateLimits.tokensPerMinute != nil else { return { $0.body.count / 4 + 1 } }
        return { attempt in
            guard let catalogue = try? options.metering.catalogue() else { return attempt.body.count }
            return RequestBounds(model: attempt.model, body: attempt.body, catalogue: catalogue).limitedTokens
        }
    }

    /// Returns the maximum cost of a row; zero if the meter's calls are free.
    public func maxCost(of row: BulkRow) throws -> Dollars {
        if options.metering.freeReason != nil { return .zero }
        return try BulkPrice.maximum(of: row, catalogue: options.metering.catalogue(), isBatch: false)
    }

    /// Sends rows until none is left or the run has to stop.
    public func process(_ work: BulkWork) async throws -> BulkStop {
        for part in try await work.parts.all() {
            guard part.state == .collecting else { throw BulkError.hasBatches(work.run.name) }
            try await work.parts.remove(part, isAttempt: false)
        }
        let session = Session(engine: self, work: work)
        do {
            let stop = try await session.run()
            await meter.flush()
            return stop
        } catch {
            await meter.flush()
            throw error
        }
    }

    /// Closes the engine's connections; a program that exits does not need to.
    public func shutdown() async { await client.shutdown() }

    // MARK: One attempt

    /// The outcome of an attempt.
    struct Attempt {
        var result: Result<BulkResult.Response, OpenAIError>
        /// Whether the request may have reached the server.
        var wasSent: Bool
        /// The cost; nil if it is unknown.
        var cost: Dollars?
        var usage: TokenUsage?
    }

    /// Sends a row once.
    ///
    /// - Throws: Errors of the queue; `CancellationError`.
    fileprivate func send(_ row: BulkRow, _ work: BulkWork) async throws -> Attempt {
        let call = BulkMeter.Call { try await work.markSending([row]) }
        let id = row.idempotencyKey
        meter.register(call, id: id)
        defer { meter.unregister(id: id) }
        let options = RequestOptions(
            maxRetries: 0,
            idempotencyKey: id,
            metering: MeteringOptions(tags: ["run:\(work.run.name)"], callID: id)
        )
        let result: Result<BulkResult.Response, OpenAIError>
        do {
            let response = try await client.send(BulkOperation.operation(for: row), options: options)
            result = BulkOperation.response(response)
        } catch let error as OpenAIError {
            result = .failure(error)
        }
        let facts = call.facts.withLock(\.self)
        let wasSent = facts.outcome.map { $0 != .unsent } ?? false
        let cost =
            wasSent ? facts.bill.flatMap { $0.costKind == .unknown ? nil : $0.counted(reserved: row.reserved) } : .zero
        return Attempt(result: result, wasSent: wasSent, cost: cost, usage: facts.usage)
    }

    // MARK: One run

    /// The state of processing one run.
    private struct Session {
        let engine: LiveBulkEngine
        let work: BulkWork
        let pace: Shared

        /// The number of rate limit errors after which a row fails, if other rows succeed in the meantime.
        private static let maxOverloads = 20

        /// The number of rate limit errors after which a row gives its place to another one.
        private static let overloadsInPlace = 3

        /// A row that is sent again after others.
        struct Postponed: Sendable {
            var row: BulkRow
            /// The number of its rate limit errors.
            var overloads: Int
        }

        /// State shared by the tasks of the rows.
        final class Shared: Sendable {
            let value: Mutex<BulkPace>
            let now: @Sendable () -> Duration

            init(_ pace: BulkPace, _ clock: any Clock<Duration>) {
                value = Mutex(pace)
                now = Self.stopwatch(clock)
            }

            private static func stopwatch(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
                let start = clock.now
                return { start.duration(to: clock.now) }
            }
        }

        init(engine: LiveBulkEngine, work: BulkWork) {
            (self.engine, self.work) = (engine, work)
            pace = Shared(BulkPace(maximum: engine.options.concurrency), engine.clock)
        }

        func run() async throws -> BulkStop {
            try await withThrowingTaskGroup(of: Postponed?.self) { group in
                var (ready, postponed): (ArraySlice<BulkRow>, [Postponed]) = ([], [])
                var running = 0
                var reason = BulkStop.finished
                var failure: (any Error)?
                while work.stop == nil {
                    let concurrency = pace.value.withLock(\.concurrency)
                    var next: Postponed?
                    if running < concurrency {
                        if ready.isEmpty {
                            do {
                                let claim = try await work.claim(upTo: min(64, max(4, concurrency)))
                                (ready, reason) = (claim.rows[...], claim.reason)
                            } catch {
                                // The answers of rows in progress are still stored.
                                failure = error
                                break
                            }
                        }
                        next = ready.popFirst().map { Postponed(row: $0, overloads: 0) } ?? postponed.popLast()
                    }
                    if let next {
                        group.addTask { try await process(next) }
                        running += 1
                        continue
                    }
                    // Rows in progress may return, or give back a part of the budget.
                    guard running > 0 else { break }
                    if let row = try await group.next() ?? nil { postponed.insert(row, at: 0) }
                    running -= 1
                }
                try await work.release(Array(ready))
                while let row = try await group.next() { if let row { postponed.append(row) } }
                try await work.release(postponed.map(\.row))
                if let failure { throw failure }
                return work.stop ?? reason
            }
        }

        /// Sends a row until it has a result, or has to wait; returns it if others are to be sent first.
        private func process(_ postponed: Postponed) async throws -> Postponed? {
            var (row, overloads) = (postponed.row, postponed.overloads)
            while true {
                let delay = pace.value.withLock { $0.delay(at: pace.now()) }
                if delay > .zero { try await engine.clock.sleep(for: min(delay, .seconds(1))) }
                if work.stop != nil {
                    try await work.release([row])
                    return nil
                }
                if delay > .zero { continue }
                let attempt = try await engine.send(row, work)
                switch attempt.result {
                case .success(let response):
                    pace.value.withLock { $0.succeed(at: pace.now()) }
                    let result = BulkResult(customID: row.customID, state: .done, response: response)
                    try await settle(row, .result(result), attempt)
                    return nil
                case .failure(let error):
                    guard try await retry(&row, error, attempt, &overloads) else { return nil }
                    if overloads >= postponed.overloads + Self.overloadsInPlace {
                        return Postponed(row: row, overloads: overloads)
                    }
                }
            }
        }

        private func settle(
            _ row: BulkRow,
            _ effect: BulkSettlement.Effect,
            _ attempt: Attempt,
            isAttempt: Bool = true
        ) async throws {
            try await work.settle(
                BulkSettlement(row: row.id, effect, isAttempt: isAttempt, cost: attempt.cost, usage: attempt.usage)
            )
        }

        /// Handles a failed attempt; returns whether to send the row again.
        private func retry(
            _ row: inout BulkRow,
            _ error: OpenAIError,
            _ attempt: Attempt,
            _ overloads: inout Int
        ) async throws -> Bool {
            let failure = BulkFailure(error, wasSent: attempt.wasSent, hasSucceeded: work.hasSucceeded)
            switch failure {
            case .run:
                work.end(.paused(error))
                try await settle(row, .waiting, attempt, isAttempt: false)
                return false
            case .row:
                pace.value.withLock { $0.succeed(at: pace.now()) }
                try await settle(row, .result(.failed(row, error)), attempt)
                return false
            case .overload(let delay):
                slowDown(for: delay, error)
                overloads += 1
                // Other rows succeed in the meantime, so this one is too large for the limit.
                if overloads >= Self.maxOverloads, pace.value.withLock(\.setbacks) < overloads {
                    try await settle(row, .result(.failed(row, error)), attempt)
                    return false
                }
                return try await settleForRetry(row, attempt, isAttempt: false)
            case .doubtful:
                slowDown(for: error.retryAfter, error)
                if work.options.atMostOnce, error.status.map({ 200..<300 ~= $0 }) ?? true {
                    try await settle(row, .result(.unknown(row, error)), attempt)
                    return false
                }
                row.attempts += 1
                guard row.attempts < work.options.maxAttempts, !work.options.atMostOnce else {
                    try await settle(row, .result(.failed(row, error)), attempt)
                    return false
                }
                return try await settleForRetry(row, attempt, isAttempt: true)
            }
        }

        private func settleForRetry(_ row: BulkRow, _ attempt: Attempt, isAttempt: Bool) async throws -> Bool {
            try await work.settle(
                BulkSettlement(row: row.id, .retry, isAttempt: isAttempt, cost: attempt.cost, usage: attempt.usage)
            )
        }

        private func slowDown(for delay: Duration?, _ error: OpenAIError) {
            let isHopeless = pace.value.withLock { pace in
                pace.slowDown(for: delay, at: self.pace.now())
                return pace.isHopeless
            }
            if isHopeless { work.end(.paused(error)) }
        }
    }
}
