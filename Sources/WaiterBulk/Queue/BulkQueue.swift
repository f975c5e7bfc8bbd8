public import Waiter
public import WaiterModels

/// A store of runs and their rows. It assigns rows to workers and keeps track of the cost.
///
/// Each method is one transaction. When a method returns, its changes are on disk and survive a crash of the process or
/// the machine. Concurrent writes may be committed together.
public protocol BulkQueue: Sendable {
    /// Returns a run, or `nil` if no run has that name.
    func status(of name: String) async throws -> BulkStatus?

    /// Returns all runs, newest first.
    func runs() async throws -> [BulkStatus]

    /// Creates a run in the `loading` state, without rows.
    ///
    /// - Throws: `BulkError` with code `.inUse` if the name is taken.
    func create(_ name: String, budget: Dollars?, details: JSONObject) async throws

    /// Inserts rows into a run while the run is being loaded.
    ///
    /// - Parameters:
    ///   - lines: The operations with their line numbers.
    ///   - name: The name of the run.
    /// - Returns: The positions of the operations that were not inserted because their IDs already exist. Each position
    ///   is returned with the line on which the ID first occurs.
    /// - Throws: Errors from the database.
    func insert(_ lines: [(line: Int, operation: BatchLine)], into name: String) async throws
        -> [(position: Int, line: Int)]

    /// Finishes loading and stores the final details.
    func finishLoading(_ name: String, details: JSONObject) async throws

    /// Makes this process a worker of a run and recovers the rows of workers that died.
    ///
    /// Claimed rows return to `waiting`. If `atMostOnce` is `true`, rows that may already have been sent become
    /// `unknown`. Otherwise, these rows return to `waiting` and count as repeated. In both cases, the amount reserved
    /// for these rows counts toward the budget.
    ///
    /// - Parameters:
    ///   - name: The name of the run.
    ///   - atMostOnce: Whether rows that may already have been sent become `unknown` instead of being sent again.
    ///   - isSole: Whether this process must be the only worker of the run.
    ///   - budget: The new budget, or `nil` to keep the current budget.
    /// - Returns: The run.
    /// - Throws: `BulkError` with code `.unknownRun`, `.cancelled` or `.inUse`. The code is `.inUse` if another worker
    ///   prevents this process from joining.
    func begin(_ name: String, atMostOnce: Bool, isSole: Bool, budget: Dollars?) async throws -> BulkStatus

    /// Ends the work of this process on a run. Rows that the process still holds are treated as they would be after a
    /// crash.
    func end(_ name: String, state: BulkStatus.State, message: String?) async throws

    /// Claims waiting rows in input order and reserves their maximum cost if the run has a budget.
    ///
    /// - Parameters:
    ///   - count: The maximum number of rows.
    ///   - name: The name of the run.
    ///   - price: A closure that returns the maximum cost of a row. It is called only for runs with a budget.
    /// - Returns: The claimed rows, and the reason why no more rows were claimed.
    /// - Throws: `BulkError` with code `.cancelled` if the run was cancelled, or any error thrown by `price`.
    func claim(
        upTo count: Int,
        of name: String,
        price: @escaping @Sendable (BulkRow) throws -> Dollars
    ) async throws -> BulkClaim

    /// Records that rows are about to be sent.
    ///
    /// - Throws: `BulkError` with code `.cancelled` if the run was cancelled, or `.leaseLost` if the worker no longer
    ///   owns the rows. In both cases, the rows must not be sent.
    func markSending(_ rows: [Int64]) async throws

    /// Writes the outcome and the cost of an attempt. Does nothing for a row that is neither claimed nor being sent.
    ///
    /// - Returns: Whether the worker still owns the row. The value is `false` if the run's budget does not allow a
    ///   retry.
    @discardableResult
    func settle(_ settlement: BulkSettlement) async throws -> Bool

    /// Releases claimed rows that were not sent. The rows return to `waiting`, and their reservations are released.
    func release(_ rows: [Int64]) async throws

    /// Writes the outcomes of several attempts in one transaction.
    func settle(_ settlements: [BulkSettlement]) async throws

    // MARK: Parts

    /// Returns the unfinished parts of a run, ordered by number.
    func parts(of name: String) async throws -> [BulkPart]

    /// Adds an empty part to a run.
    func addPart(to name: String, path: String, model: String) async throws -> BulkPart

    /// Moves claimed rows to a part.
    func move(_ rows: [Int64], to part: BulkPart, of name: String) async throws

    /// Stores the state of a part. While a part's batch is being created, the part's rows count as being sent.
    func update(_ part: BulkPart, of name: String) async throws

    /// Returns the rows in a part that have one of the given IDs and do not have a result yet.
    func rows(named customIDs: [String], in part: BulkPart, of name: String) async throws -> [BulkRow]

    /// Removes a part. Its rows without a result return to `waiting`, and their reservations are released.
    ///
    /// - Parameters:
    ///   - part: The part.
    ///   - name: The name of the run.
    ///   - isAttempt: Whether the provider may have processed the rows.
    /// - Returns: The number of rows that returned to `waiting`.
    /// - Throws: Errors from the database.
    func removePart(_ part: BulkPart, of name: String, isAttempt: Bool) async throws -> Int

    // MARK: Results

    /// Returns a page of results.
    ///
    /// - Parameters:
    ///   - name: The name of the run.
    ///   - cursor: The cursor from the previous page, or 0 for the first page.
    ///   - limit: The maximum number of results.
    ///   - ordered: Whether to return the results in input order instead of completion order.
    /// - Returns: The results, and the cursor for the next page.
    /// - Throws: Errors from the database.
    func results(of name: String, after cursor: Int64, limit: Int, ordered: Bool) async throws
        -> (results: [BulkResult], cursor: Int64)

    /// Returns rows in the given states to `waiting`. Each row receives a new idempotency key, and its number of
    /// attempts is reset to zero.
    ///
    /// - Returns: The number of rows.
    func retry(_ name: String, states: [BulkRow.State]) async throws -> Int

    /// Cancels a run, so that nothing more is sent.
    func cancel(_ name: String) async throws

    /// Removes a run along with its rows and results.
    func remove(_ name: String) async throws
}

extension BulkQueue {
    /// Makes this process a worker of a run, in addition to other workers if the queue allows several workers.
    public func begin(_ name: String, atMostOnce: Bool, budget: Dollars?) async throws -> BulkStatus {
        try await begin(name, atMostOnce: atMostOnce, isSole: false, budget: budget)
    }
}
