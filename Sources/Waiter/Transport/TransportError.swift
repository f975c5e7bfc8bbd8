/// A failure of the connection itself, as a transport reports it.
public struct TransportError: Error, Sendable, CustomStringConvertible {
    /// How it failed.
    public var failure: ConnectionFailure
    /// One line on the cause, such as `connection refused`.
    public var reason: String
    /// Whether the server had closed a kept connection before this request got any byte of a response, so that a
    /// repetition on a new connection costs no retry.
    public var isStaleConnection: Bool
    /// Whether the stale connection may also have been a new one that the server closed at once: such a one is replaced
    /// only once an attempt, since a server may go on to do that.
    package var mayBeNewConnection = false
    /// The error of the HTTP stack.
    public var underlying: (any Error)?

    /// Makes an error.
    public init(
        _ failure: ConnectionFailure,
        reason: String,
        isStaleConnection: Bool = false,
        underlying: (any Error)? = nil
    ) {
        self.failure = failure
        self.reason = reason
        self.isStaleConnection = isStaleConnection
        self.underlying = underlying
    }

    /// The reason.
    public var description: String { reason }
}
