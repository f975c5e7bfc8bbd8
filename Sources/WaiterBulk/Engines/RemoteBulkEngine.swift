public import Waiter
public import WaiterModels
internal import WaiterPlatform
public import WaiterStore

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// An engine that processes rows with the provider's Batch API. Requests in a batch cost less, but can take up to a
/// day.
///
/// Rows are split into batches by endpoint and model. The metadata of each batch contains the run's key and the part
/// number, so that the batch can be found after a crash and is never created twice. Another process can continue the
/// run at any time.
///
/// Results are recorded in the ledger with the tag `run:NAME` when they are downloaded. The ledger's budgets are
/// checked before a batch is created. However, nothing is reserved in these budgets, so other calls may spend the
/// remaining amounts in the meantime.
public struct RemoteBulkEngine: BulkEngine {
    /// The options for an engine.
    public struct Options: Sendable {
        /// The intervals at which batches are retrieved. The policy's deadline does not apply.
        public var polling = PollingPolicy(interval: .seconds(5), maxInterval: .seconds(60))
        /// The options for the meter: profile, tags, prices and callbacks. The meter's rate limits and cost limit do
        /// not apply.
        public var metering = LedgerMeter.Options()
        /// A closure that receives each batch whenever its state is retrieved.
        public var onBatch: (@Sendable (BatchObject) -> Void)?

        var limits = BatchFile.Limits()

        /// Creates options.
        public init() {}
    }

    let client: OpenAI
    let meter: BulkMeter
    let options: Options

    /// Creates an engine with its own client.
    ///
    /// - Parameters:
    ///   - configuration: The configuration for the client.
    ///   - ledger: The ledger that records the results.
    ///   - options: The options.
    ///   - transport: The transport, or `nil` for the default transport.
    /// - Throws: `OpenAIError` with code `.configuration` if the configuration is invalid.
    public init(
        configuration: OpenAI.Configuration,
        ledger: Ledger,
        options: Options = Options(),
        transport: (any Transport)? = nil
    ) throws {
        var options = options
        options.metering.rateLimits = nil
        options.metering.limit = nil
        self.options = options
        meter = BulkMeter(ledger, options.metering)
        client =
            try transport.map { try OpenAI(configuration: configuration, transport: $0) }
            ?? OpenAI(configuration: configuration)
    }

    /// The value is `true`, because two workers could create the same batch.
    public var requiresSoleWorker: Bool { true }

    /// Returns the maximum cost of a row at batch prices, or zero if the meter's calls are free.
    public func maxCost(of row: BulkRow) throws -> Dollars {
        if options.metering.freeReason != nil { return .zero }
        return try BulkPrice.maximum(of: row, catalogue: options.metering.catalogue(), isBatch: true)
    }

    /// Creates batches, waits for them, and stores their results.
    public func process(_ work: BulkWork) async throws -> BulkStop {
        do {
            let stop = try await run(work)
            await meter.flush()
            return stop
        } catch let error as OpenAIError {
            await meter.flush()
            return .paused(error)
        } catch {
            await meter.flush()
            throw error
        }
    }

    private func run(_ work: BulkWork) async throws -> BulkStop {
        try await recover(work)
        let outstanding = Outstanding(parts: try await work.parts.all(), reserved: work.run.reserved)
        var interval = options.polling.interval
        // The error for a batch that was rejected because of the provider's limit on enqueued tokens. The error is
        // cleared when another batch ends.
        var excess: OpenAIError?
        // The IDs of the batches whose cancellation was requested.
        var cancelled: Set<String> = []
        while true {
            if let stop = work.stop { return stop }
            if excess == nil, let stop = try await submit(work, outstanding) { return stop }
            let open = try await work.parts.all()
            if open.isEmpty {
                if let excess { return .paused(excess) }
                let (claim, reason) = try await work.claim(upTo: 1)
                if claim.rows.isEmpty { return work.stop ?? reason }
                try await work.release(claim.rows)
                continue
            }
            if try await work.isCancelled() {
                for id in open.compactMap(\.batchID) where cancelled.insert(id).inserted {
                    _ = try await cancelBatch(id)
                }
            }
            var (hasEnded, rejection): (Bool, OpenAIError?) = (false, nil)
            for part in open {
                switch try await harvest(part, work) {
                case .pending: continue
                case .ended: hasEnded = true
                case .overLimit(let error): rejection = error
                }
                outstanding.remove(part)
            }
            excess = hasEnded ? nil : rejection ?? excess
            if hasEnded || rejection != nil {
                interval = options.polling.interval
            } else {
                try await sleep(interval, work)
                interval = min(interval * 2, options.polling.maxInterval)
            }
        }
    }

    /// Sleeps for a duration, in steps of at most one second, so that the run can be stopped in the meantime.
    private func sleep(_ duration: Duration, _ work: BulkWork) async throws {
        var left = duration
        while left > .zero, work.stop == nil {
            try await client.configuration.clock.sleep(for: min(left, .seconds(1)))
            left -= .seconds(1)
        }
    }

    // MARK: Creating batches

    /// Claims all waiting rows and creates batches from them.
    ///
    /// - Returns: The reason why no more batches can be created now, or `nil` if more batches can be created.
    private func submit(_ work: BulkWork, _ outstanding: Outstanding) async throws -> BulkStop? {
        var collector = BatchCollector(work: work, limits: options.limits, directory: BatchFile.temporaryDirectory)
        collector.maxCost = maxCost
        collector.isLimited = { try hasLedgerBudget(for: $0, work) }
        while work.stop == nil {
            let rows = try await work.claim(upTo: 500).claim.rows
            if rows.isEmpty { break }
            for group in try await collector.add(rows) {
                if let stop = try await create(group, work, outstanding) {
                    for group in collector.finish() { try await work.parts.remove(group.part, isAttempt: false) }
                    return stop
                }
            }
        }
        var stop: BulkStop?
        for group in collector.finish() {
            if stop == nil, work.stop == nil {
                stop = try await create(group, work, outstanding)
            } else {
                try await work.parts.remove(group.part, isAttempt: false)
            }
        }
        return stop
    }

    /// Uploads a group and creates its batch.
    ///
    /// - Returns: The reason why no batch was created, or `nil` if a batch was created. If no batch was created, the
    ///   rows have returned to `waiting`.
    private func create(
        _ group: BatchCollector.Group,
        _ work: BulkWork,
        _ outstanding: Outstanding
    ) async throws -> BulkStop? {
        var part = group.part
        if try await work.isCancelled() {
            try await work.parts.remove(part, isAttempt: false)
            return .cancelled
        }
        if let refusal = try refusal(group, work, outstanding.total) {
            try await work.parts.remove(part, isAttempt: false)
            return .paused(refusal)
        }
        do {
            let file = try await client.files.create(
                FileUpload(.path(group.file.path, name: "batch.jsonl"), purpose: .batch)
            )
            (part.state, part.fileID) = (.creating, file.id)
        } catch let error as OpenAIError {
            try await work.parts.remove(part, isAttempt: false)
            return .paused(error)
        }
        // The part is written to disk before the request is sent. If the response is lost or the process crashes, the
        // batch can be found by the metadata that the provider stores with the batch.
        try await work.parts.update(part)
        var request = BatchRequest(inputFileID: part.fileID ?? "", endpoint: .init(rawValue: part.path))
        request.metadata = Self.metadata(part, work)
        do {
            part.batchID = try await client.batches.create(request, options: RequestOptions(maxRetries: 0)).id
        } catch let error as OpenAIError {
            guard let batch = try await find(part, work, after: error) else {
                try await work.parts.remove(part, isAttempt: false)
                return .paused(error)
            }
            part.batchID = batch.id
        }
        part.state = .created
        try await work.parts.update(part)
        outstanding.add(part, group.reserved)
        return nil
    }

    /// Returns whether one of the ledger's hard budgets applies to a row.
    private func hasLedgerBudget(for row: BulkRow, _ work: BulkWork) throws -> Bool {
        do { return try meter.left(for: attempt(row, work)) != nil } catch is BudgetRefusal { return true }
    }

    /// Returns an error if the given batch and the batches in progress could together cost more than the amount left in
    /// one of the ledger's hard budgets.
    private func refusal(_ group: BatchCollector.Group, _ work: BulkWork, _ outstanding: Int64) throws -> OpenAIError? {
        do {
            let attempt = attempt(group.first, work)
            guard let left = try meter.left(for: attempt) else { return nil }
            let (needed, overflow) = group.reserved.addingReportingOverflow(outstanding)
            if !overflow, needed <= left.picodollars { return nil }
            let most = Dollars(picodollars: group.reserved)
            let others = outstanding > 0 ? ", and batches in progress \(Dollars(picodollars: outstanding)) more" : ""
            return OpenAIError(
                .budgetExceeded,
                "not sent: the next batch could cost \(most)\(others), but only \(left) of a budget is left"
            )
        } catch let refusal as BudgetRefusal {
            var error = OpenAIError(.budgetExceeded, "not sent: \(refusal)")
            error.underlying = refusal
            return error
        }
    }

    /// Returns the attempt to record in the ledger for a row.
    func attempt(_ row: BulkRow, _ work: BulkWork) -> MeteredAttempt {
        MeteredAttempt(
            operation: BulkEndpoint.operations[row.path] ?? "bulk",
            model: (try? JSONValue(parsing: row.body))?["model"]?.stringValue ?? "",
            attempt: row.attempts + 1,
            callID: row.idempotencyKey,
            idempotencyKey: row.idempotencyKey,
            server: client.configuration.baseURL.authority,
            body: row.body,
            options: MeteringOptions(tags: ["run:\(work.run.name)"], callID: row.idempotencyKey)
        )
    }
}
