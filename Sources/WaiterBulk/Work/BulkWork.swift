internal import Synchronization
internal import Waiter
internal import WaiterModels

/// An engine's view of a run. It provides rows and accepts their outcomes.
public struct BulkWork: Sendable {
    private struct State {
        var taken = 0
        var failures = 0
        var hasSucceeded = false
        var stop: BulkStop?
    }

    /// The state that is shared by all copies of this value.
    private final class Progress: Sendable {
        let value = Mutex(State())
    }

    /// The run as it was when the work began.
    public let run: BulkStatus
    /// The options of the run.
    public let options: BulkOptions
    let queue: any BulkQueue
    private let maxCost: @Sendable (BulkRow) throws -> Dollars
    private let progress = Progress()

    init(
        run: BulkStatus,
        options: BulkOptions,
        queue: any BulkQueue,
        maxCost: @escaping @Sendable (BulkRow) throws -> Dollars
    ) {
        (self.run, self.options, self.queue, self.maxCost) = (run, options, queue, maxCost)
        // An API key that was accepted in an earlier invocation is known to be valid.
        progress.value.withLock { $0.hasSucceeded = run.count(.done) > 0 }
    }

    /// The reason to stop, or `nil` to continue. Rows in progress can still be finished.
    public var stop: BulkStop? {
        if let stop = progress.value.withLock(\.stop) { return stop }
        return options.shouldStop() ? .stopped : nil
    }

    /// Whether a row of the run has succeeded.
    public var hasSucceeded: Bool { progress.value.withLock(\.hasSucceeded) }

    /// Returns whether the run was cancelled.
    public func isCancelled() async throws -> Bool {
        try await queue.status(of: run.name)?.state == .cancelled
    }

    /// Ends the work after the rows in progress are finished. Only the first reason is recorded.
    public func end(_ reason: BulkStop) {
        progress.value.withLock { $0.stop = $0.stop ?? reason }
    }

    /// Claims rows.
    ///
    /// - Parameter count: The maximum number of rows.
    /// - Returns: The claim and, if the claim has no rows, the reason why no rows were claimed. The reason may change
    ///   when rows in progress are finished.
    /// - Throws: Errors from the queue.
    public func claim(upTo count: Int) async throws -> (claim: BulkClaim, reason: BulkStop) {
        let none = BulkClaim(rows: [], isOverBudget: false)
        let left = options.limit.map { limit in progress.value.withLock { max(0, limit - $0.taken) } } ?? .max
        guard left > 0 else { return (none, .limitReached) }
        do {
            let claim = try await queue.claim(upTo: min(count, left), of: run.name, price: maxCost)
            progress.value.withLock { $0.taken += claim.rows.count }
            return (claim, claim.isOverBudget ? .overBudget : .finished)
        } catch let error as BulkError where error.code == .cancelled {
            return (none, .cancelled)
        }
    }

    /// Records that rows are about to be sent, and returns when the record is on disk.
    ///
    /// - Throws: `BulkError` with code `.cancelled` if the run was cancelled, or errors from the queue.
    public func markSending(_ rows: [BulkRow]) async throws {
        try await queue.markSending(rows.map(\.id))
    }

    /// Writes the outcome of an attempt and counts the attempt.
    ///
    /// - Returns: Whether the worker still owns the row.
    /// - Throws: Errors from the queue.
    @discardableResult
    public func settle(_ settlement: BulkSettlement) async throws -> Bool {
        let keepsRow = try await queue.settle(settlement)
        switch settlement.effect {
        case .result(let result):
            note(result)
            options.onResult?(result, settlement)
        case .waiting: progress.value.withLock { $0.taken -= 1 }
        case .retry: if !keepsRow { progress.value.withLock { $0.taken -= 1 } }
        }
        return keepsRow
    }

    /// Writes the outcomes of several attempts in one transaction and counts the attempts.
    public func settle(_ settlements: [BulkSettlement]) async throws {
        try await queue.settle(settlements)
        for settlement in settlements {
            switch settlement.effect {
            case .result(let result):
                note(result)
                options.onResult?(result, settlement)
            case .waiting: progress.value.withLock { $0.taken -= 1 }
            case .retry: break
            }
        }
    }

    /// The parts of this run.
    public var parts: BulkParts { BulkParts(queue: queue, run: run.name) }

    /// Releases claimed rows that were not sent. The rows return to `waiting`.
    public func release(_ rows: [BulkRow]) async throws {
        guard !rows.isEmpty else { return }
        progress.value.withLock { $0.taken -= rows.count }
        try await queue.release(rows.map(\.id))
    }

    private func note(_ result: BulkResult) {
        progress.value.withLock { state in
            guard result.state != .done else {
                (state.failures, state.hasSucceeded) = (0, true)
                return
            }
            state.failures += 1
            if let limit = options.failFast, state.failures >= limit { state.stop = state.stop ?? .failing }
        }
    }
}
