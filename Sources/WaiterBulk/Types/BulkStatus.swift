public import Waiter
public import WaiterModels

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A run and its progress.
public struct BulkStatus: Sendable, Hashable {
    /// The state of a run.
    public enum State: String, Sendable, Hashable {
        /// The input is being read, and nothing has been sent.
        case loading
        /// The run can be processed or is being processed.
        case ready
        /// No more rows are sent until the run is continued.
        case paused
        /// The run was cancelled.
        case cancelled
        /// All rows have a result.
        case finished
    }

    /// The name of the run.
    public var name: String
    /// The unique key of the run. It is part of the idempotency keys of the run's rows.
    public var key: String
    /// The state of the run.
    public var state: State
    /// The reason why the run was paused.
    public var message: String?
    /// The time at which the run was created.
    public var created: Date
    /// Whether a process is working on the run.
    public var isActive: Bool
    /// The number of workers, which is at most 1 unless several machines share the queue.
    public var workers = 0
    /// The number of rows in each state.
    public var rows: [BulkRow.State: Int] = [:]
    /// The number of rows that were sent again even though an earlier attempt may have been billed.
    public var repeated = 0
    /// The limit on the total cost, or `nil` for no limit.
    public var budget: Dollars?
    /// The total of all known costs.
    public var spent: Dollars = .zero
    /// The sum of the maximum costs of attempts whose actual cost is unknown.
    public var uncertain: Dollars = .zero
    /// The amount reserved for attempts in progress.
    public var reserved: Dollars = .zero
    /// The number of attempts whose actual and maximum costs are both unknown.
    public var unknownCosts = 0
    /// The number of input tokens, as reported by the server.
    public var inputTokens = 0
    /// The number of output tokens, as reported by the server.
    public var outputTokens = 0
    /// The time at which the last worker began, or `nil` if the time is unknown.
    public var workBegan: Date?
    /// The number of rows that already had a final state when the last worker began.
    public var endedBefore = 0
    /// Details stored with the run by its creator.
    public var details = JSONObject()

    /// Creates a status without rows.
    public init(name: String, key: String, state: State, created: Date, isActive: Bool = false) {
        self.name = name
        self.key = key
        self.state = state
        self.created = created
        self.isActive = isActive
    }

    /// The number of rows.
    public var total: Int { rows.values.reduce(0, +) }

    /// Returns the number of rows in a state.
    public func count(_ state: BulkRow.State) -> Int { rows[state] ?? 0 }

    /// The number of rows with a final state.
    public var ended: Int { count(.done) + count(.failed) + count(.unknown) }

    /// Returns the number of results per second since the worker began, or `nil` if no worker is active or the worker
    /// began less than a second ago.
    public func rate(at now: Date) -> Double? {
        guard isActive, let workBegan else { return nil }
        let seconds = now.timeIntervalSince(workBegan)
        return seconds >= 1 ? Double(max(0, ended - endedBefore)) / seconds : nil
    }

    /// Returns the estimated time until the last result, based on the current rate, or `nil` if the rate is unknown.
    public func timeLeft(at now: Date) -> Duration? {
        guard let rate = rate(at: now), rate > 0 else { return nil }
        return .seconds(Int64(min(Double(total - ended) / rate, 1e9).rounded(.up)))
    }
}
