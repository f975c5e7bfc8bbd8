public import WaiterModels

/// The options for processing a run.
public struct BulkOptions: Sendable {
    /// A limit on the total cost of the run across all invocations, or `nil` to keep the current limit.
    public var budget: Dollars?
    /// Whether a row that may already have been sent is never sent again.
    public var atMostOnce = false
    /// The maximum number of attempts per row. Only attempts that the server may have processed are counted.
    public var maxAttempts = 5
    /// The number of consecutive failed rows after which processing stops, or `nil` for no limit.
    public var failFast: Int?
    /// The maximum number of rows to process in this invocation, or `nil` for all rows.
    public var limit: Int?
    /// A closure that returns a reason for rejecting a successful response, such as a schema violation, or `nil` to
    /// accept the response.
    ///
    /// If the response is rejected, the row is sent again, up to `maxAttempts` times in total. After that, the row
    /// fails, and its result contains the response and the reason. Every attempt is billed.
    public var check: (@Sendable (BulkRow, BulkResult.Response) -> BulkResult.Defect?)?
    /// A closure that returns whether processing should stop after the rows in progress are finished.
    public var shouldStop: @Sendable () -> Bool = { false }
    /// A closure that receives each result, along with its settlement, after the result has been stored.
    public var onResult: (@Sendable (BulkResult, BulkSettlement) -> Void)?

    /// Creates options.
    public init(budget: Dollars? = nil, atMostOnce: Bool = false) {
        self.budget = budget
        self.atMostOnce = atMostOnce
    }
}
