/// A failure of the connection itself, as a transport reports it.
public struct TransportError: Error, Sendable, CustomStringConvertible {
    /// How it failed.
    public var failure: ConnectionFailure
    /// One line on the cause, such as `connection refused`.
    public var reason: String
    /// Whether the server had closed a kept connection before this request got any byte of a response, so that a
    /// repetition on a new connection costs no retry.
    public var isStaleConnection: Bool
    /// Whether another attempt would fail in the same way, such as with an expired certificate, so that none is made.
    public var isPermanent: Bool
    /// The error of the HTTP stack.
    public var underlying: (any Error)?

    /// Makes an error.
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
