/// A reserved loopback port on which nothing listens. No other program can bind the port while it is reserved.
///
/// ```swift
/// let port = try ClosedPort()
// Connections to `port.address` are refused while `port` is alive.
/// ```
public final class ClosedPort: Sendable {
    private let descriptor: Int32
    /// The port on 127.0.0.1.
    public let port: Int

    /// Reserves a free port.
    ///
    /// - Throws: `SocketError` if no port can be bound.
    public init() throws {
        (descriptor, port) = try Socket.bindOnLoopback()
    }

    deinit {
        Socket.close(descriptor)
    }

    /// `http://127.0.0.1:PORT`.
    public var address: String { "http://127.0.0.1:\(port)" }
}
