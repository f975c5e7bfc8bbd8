public import Waiter
public import WaiterModels
public import WaiterStore

/// An engine that sends each row as an individual call, as fast as the server and the limits allow.
///
/// Every attempt is recorded in the ledger with the tag `run:NAME`, so the ledger's budgets apply in addition to the
/// budget of the run. The concurrency adapts to the server, and a `Retry-After` header delays all calls. Processing
/// ends if the quota is exhausted, if the key is invalid, or if a call would exceed a budget. In these cases, no row is
/// marked as failed.
public struct LiveBulkEngine: BulkEngine {
    /// The options for an engine.
    public struct Options: Sendable {
        /// The maximum number of concurrent calls.
        public var concurrency = 16
        /// The rate limits. By default, the limits reported by the server apply.
        public var rateLimits = RateLimiter.Limits()
        /// The options for the meter: profile, tags, prices and callbacks. The meter's rate limits and cost limit do
        /// not apply.
        public var metering = LedgerMeter.Options()

        /// Creates options.
        public init() {}
    }

    let client: OpenAI
    let meter: BulkMeter
    /// The rate limiter. Rows wait for the rate limiter before their calls begin, so that the wait does not count
    /// toward a call's deadline.
    let limiter: RateLimiter
    let options: Options
    let clock: any Clock<Duration>

    /// Creates an engine with its own client.
    ///
    /// - Parameters:
    ///   - configuration: The configuration for the client. Its retry policy does not apply.
    ///   - ledger: The ledger that records every attempt.
    ///   - options: The options.
    ///   - transport: The transport, or `nil` for the default transport.
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
        limiter = RateLimiter(options.rateLimits, clock: configuration.clock) {
            RateLimiter.Tokens(input: $0.bounds?.maxInputTokens ?? 0, output: $0.bounds?.maxOutputTokens ?? 0)
        }
        if let transport {
            client = try OpenAI(configuration: configuration, transport: transport, meter: meter)
        } else {
            client = try OpenAI(configuration: configuration, meter: meter)
        }
    }

    /// Returns the maximum cost of a row, or zero if the meter's calls are free.
    public func maxCost(of row: BulkRow) throws -> Dollars {
        if options.metering.freeReason != nil { return .zero }
        return try BulkPrice.maximum(of: row, catalogue: options.metering.catalogue(), isBatch: false)
    }

    /// Sends rows until no rows are left or the run has to stop.
    public func process(_ work: BulkWork) async throws -> BulkStop {
        for part in try await work.parts.all() {
            guard part.state == .collecting else { throw BulkError.hasBatches(work.run.name) }
            try await work.parts.remove(part, isAttempt: false)
        }
        let session = LiveBulkSession(engine: self, work: work)
        do {
            let stop = try await session.run()
            await meter.flush()
            return stop
        } catch {
            await meter.flush()
            throw error
        }
    }

    /// Closes the engine's connections. A program that is about to exit does not need to call this method.
    public func shutdown() async { await client.shutdown() }
}
