/// The rows that a worker claimed from a queue and the reason why it could not claim more.
public struct BulkClaim: Sendable, Hashable {
    /// The rows, in input order.
    public var rows: [BulkRow]
    /// Whether the budget prevented more rows from being claimed.
    public var isOverBudget: Bool
    /// Whether other workers hold rows that may return to `waiting`, or reservations that may be released.
    public var isAwaitingWorkers: Bool
    /// The number of workers that share the run's rate limits, including this worker.
    public var workers: Int

    /// Creates a claim.
    public init(rows: [BulkRow], isOverBudget: Bool, isAwaitingWorkers: Bool = false, workers: Int = 1) {
        self.rows = rows
        self.isOverBudget = isOverBudget
        self.isAwaitingWorkers = isAwaitingWorkers
        self.workers = workers
    }
}
