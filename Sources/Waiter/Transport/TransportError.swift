/// A connection failure reported by a transport.
public struct TransportError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure.
    public var failure: ConnectionFailure
    /// A one-line description of the cause, such as `connection refused`.
    public var reason: String
    /// Whether the server closed a keep-alive connection before the first byte of the response was received.
    ///
    /// If so, repeating the request on a new connection does not count as a retry.
    public var isStaleConnection: Bool
    /// Whether another attempt would fail in the same way, for example because of an expired certificate. If `true`,
    /// the call is not retried.
    public var isPermanent: Bool
    /// The underlying error of the HTTP stack.
    public var underlying: (any Error)?

    /// Creates an error.
    public init(
        _ failure: ConnectionFailure,
        reason: String,
        isStaleConnection: Bool = false,
        isPermanent: Bool = false,
        underlying: (any Error)? = nil
    ) {
        self.failure = failure
        self.reason = reason
        self.isStaleConnection = isStaleConnection
        self.isPermanent = isPermanent
        self.underlying = underlying
    }

    /// The reason.
    public var description: String { reason }
}
