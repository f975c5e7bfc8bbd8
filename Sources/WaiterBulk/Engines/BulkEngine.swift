public import WaiterModels

/// A type that processes the rows of a run, either with individual calls or with the provider's batches.
public protocol BulkEngine: Sendable {
    /// Whether the engine must be the only worker of a run. The default is `false`.
    var requiresSoleWorker: Bool { get }

    /// Returns the maximum cost of a row.
    ///
    /// - Throws: `BulkError` with code `.unknownCost` if a price or the output limit is unknown.
    func maxCost(of row: BulkRow) throws -> Dollars

    /// Processes rows until no rows are left or the run has to stop.
    ///
    /// - Returns: The reason why processing ended.
    /// - Throws: Errors from the queue, or `CancellationError` if the task is cancelled.
    func process(_ work: BulkWork) async throws -> BulkStop
}

extension BulkEngine {
    /// The value is `false`, because any number of workers can share a run.
    public var requiresSoleWorker: Bool { false }
}
