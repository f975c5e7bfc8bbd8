public import WaiterModels

/// A queued operation that a worker has claimed.
public struct BulkRow: Sendable, Hashable {
    /// The state of a row.
    public enum State: Int, Sendable, Hashable, CaseIterable {
        /// The row has not been sent yet or will be sent again.
        case waiting
        /// A worker has claimed the row but has not sent it yet.
        case claimed
        /// The row may have been sent. The outcome is not known yet.
        case sending
        /// The row has a response that was accepted.
        case done
        /// The row was rejected or was abandoned after several attempts.
        case failed
        /// The row may have been sent. The outcome is unknown, and the row is not sent again.
        case unknown
    }

    /// The ID of the row in its queue. The IDs of a run's rows are in input order.
    public var id: Int64
    /// The ID that identifies the result. The ID is unique within the run.
    public var customID: String
    /// The path of the endpoint, such as `/v1/chat/completions`.
    public var path: String
    /// The JSON body of the request.
    public var body: [UInt8]
    /// The number of attempts that may have reached the server.
    public var attempts: Int
    /// The idempotency key that is sent with all attempts, so that a server can recognize repeated requests.
    public var idempotencyKey: String
    /// The amount reserved for the next attempt, or `nil` if the run has no budget.
    public var reserved: Dollars?

    /// Creates a row.
    public init(
        id: Int64,
        customID: String,
        path: String,
        body: [UInt8],
        attempts: Int = 0,
        idempotencyKey: String = "",
        reserved: Dollars? = nil
    ) {
        self.id = id
        self.customID = customID
        self.path = path
        self.body = body
        self.attempts = attempts
        self.idempotencyKey = idempotencyKey
        self.reserved = reserved
    }
}
