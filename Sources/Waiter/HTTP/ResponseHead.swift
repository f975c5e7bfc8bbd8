public import HTTPTypes

/// Status and headers of a response, and what Waiter reads from them.
public struct ResponseHead: Hashable, Sendable {
    /// The HTTP status.
    public var status: Int
    /// All headers.
    public var fields: HTTPFields
    /// How many attempts the call took.
    public var attempts: Int

    /// Makes a head.
    public init(status: Int, fields: HTTPFields, attempts: Int = 1) {
        self.status = status
        self.fields = fields
        self.attempts = attempts
    }

    /// The server's id of the request (`x-request-id`), for its support.
    public var requestID: String? { fields.text("x-request-id") }

    /// The rate limits that the response names.
    public var rateLimits: RateLimits? { RateLimits(fields) }
}
