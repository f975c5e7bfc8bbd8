public import Waiter
public import WaiterModels

/// A store of runs and their rows, which decides who sends what and counts the cost.
///
/// Each method is one transaction. A method that returns has its changes on disk, so that neither a crash of the process nor of the
/// machine undoes them. Writes made at the same time may be committed together.
public protocol BulkQueue: Sendable {
    /// Returns a run; nil if there is none with that name.
    func status(of name: String) async throws -> BulkStatus?

    /// Returns all runs, newest first.
    func runs() async throws -> [BulkStatus]

    /// Creates a run in the state `loading`, without rows.
    ///
    /// - Throws: `BulkError` with code `.inUse` if the name is taken.
    func create(_ name: String, budget: Dollars?, details: JSONObject) async throws

    /// Inserts rows into a run that is being loaded.
    ///
    /// - Parameters:
    ///   - lines: The operations with their line numbers.
    ///   - name: The name of the run.
    /// - Returns: The positions of operations that were not inserted since their IDs exist, with the line of the first one.
    /// - Throws: Errors of the database.
    func insert(_ lines: [(line: Int, operation: BatchLine)], into name: String) async throws
        -> [(position: Int, line: Int)]

    /// Ends loading, and stores final details.
    func finishLoading(_ name: String, details: JSONObject) async throws

    /// Makes this process a worker of a run, and recovers the rows of workers that died.
    ///
    /// Claimed rows wait again. Rows that may have been sent wait again too and count as repeated, or become `unknown`; in both
    /// cases their reservation is counted.
    ///
    /// - Parameters:
    ///   - name: The name of the run.
    ///   - atMostOnce: Whether rows that may have been sent are not sent again.
    ///   - isSole: Whether the run must have no other worker.
    ///   - budget: The new budget; nil to keep the current one.
    /// - Returns: The run.
    /// - Throws: `BulkError` with code `.unknownRun`, `.cancelled`, or `.inUse` if another worker prevents it.
    func begin(_ name: String, atMostOnce: Bool, isSole: Bool, budget: Dollars?) async throws -> BulkStatus

    /// Ends the work of this process on a run; the rows it still holds are treated as after a crash.
    func end(_ name: String, state: BulkStatus.State, message: String?) async throws

    /// Claims waiting rows in the order of the input, and reserves their maximum cost if the run has a budget.
    ///
    /// - Parameters:
    ///   - count: The maximum number of rows.
    ///   - name: The name of the run.
    ///   - price: A closure that returns the maximum cost of a row; called only for runs with a budget.
    /// - Returns: The rows, and the reason there are no more.
    /// - Throws: `BulkError` with code `.cancelled` if the run was cancelled; errors of `price`.
    func claim(
        upTo count: Int,
        of name: String,
        price: @escaping @Sendable (BulkRow) throws -> Dollars
    ) async throws -> BulkClaim

    /// Records that rows are about to be sent.
    ///
    /// - Throws: `BulkError` with code `.cancelled` if the run was cancelled, or `.leaseLost` if the worker no longer owns the rows;
    ///   in both cases they must not be sent.
    func markSending(_ rows: [Int64]) async throws

    /// Writes the outcome of an attempt and its cost; ignored for a row that is neither claimed nor being sent.
    ///
    /// - Returns: Whether the worker still owns the row; false if the run's budget does not allow the retry.
    @discardableResult
    func settle(_ settlement: BulkSettlement) async throws -> Bool

    /// Returns claimed rows that were not sent, with their reservations.
    func release(_ rows: [Int64]) async throws

    /// Writes the outcomes of several attempts in one transaction.
    func settle(_ settlements: [BulkSettlement]) async throws

    // MARK: Parts

    /// Returns the parts of a run that have not ended, in the order of their numbers.
    func parts(of name: String) async throws -> [BulkPart]

    /// Adds a part without rows to a run.
    func addPart(to name: String, path: String, model: String) async throws -> BulkPart

    /// Moves claimed rows to a part.
    func move(_ rows: [Int64], to part: BulkPart, of name: String) async throws

    /// Writes the state of a part; the rows of a part that is being created count as being sent.
    func update(_ part: BulkPart, of name: String) async throws

    /// Returns the rows of a part that have no result yet, by their IDs.
    func rows(named customIDs: [String], in part: BulkPart, of name: String) async throws -> [BulkRow]

    /// Removes a part; its rows without a result wait again, and their reservations are released.
    ///
    /// - Parameters:
    ///   - part: The part.
    ///   - name: The name of the run.
    ///   - isAttempt: Whether the provider may have processed the rows.
    /// - Returns: The number of rows that wait again.
    /// - Throws: Errors of the database.
    func removePart(_ part: BulkPart, of name: String, isAttempt: Bool) async throws -> Int

    // MARK: Results

    /// Returns a page of results.
    ///
    /// - Parameters:
    ///   - name: The name of the run.
    ///   - cursor: The cursor of the previous page; 0 for the first.
    ///   - limit: The maximum number of results.
    ///   - ordered: Whether to return them in the order of the input, not of completion.
    /// - Returns: The results, and the cursor of the next page.
    /// - Throws: Errors of the database.
    func results(of name: String, after cursor: Int64, limit: Int, ordered: Bool) async throws
        -> (results: [BulkResult], cursor: Int64)

    /// Lets rows in the given states wait again, with a new idempotency key and no attempts.
    ///
    /// - Returns: The number of rows.
    func retry(_ name: String, states: [BulkRow.State]) async throws -> Int

    /// Cancels a run: nothing more is sent.
    func cancel(_ name: String) async throws

    /// Removes a run with its rows and results.
    func remove(_ name: String) async throws
}

extension BulkQueue {
    /// Makes this process a worker of a run beside others, if the queue permits that.
    public func begin(_ name: String, atMostOnce: Bool, budget: Dollars?) async throws -> BulkStatus {
        try await begin(name, atMostOnce: atMostOnce, isSole: false, budget: budget)
    }
}
