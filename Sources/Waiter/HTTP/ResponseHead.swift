public import HTTPTypes

/// The status and headers of a response.
public struct ResponseHead: Hashable, Sendable {
    /// The HTTP status code.
    public var status: Int
    /// The header fields.
    public var fields: HTTPFields
    /// The number of attempts that the call made.
    public var attempts: Int

    /// Creates a response head.
    public init(status: Int, fields: HTTPFields, attempts: Int = 1) {
        self.status = status
        self.fields = fields
        self.attempts = attempts
    }

    /// The server's request ID (`x-request-id`), for support inquiries.
    public var requestID: String? { fields.text("x-request-id") }

    /// The rate limits in the headers, or `nil` if there are none.
    public var rateLimits: RateLimits? { RateLimits(fields) }
}
