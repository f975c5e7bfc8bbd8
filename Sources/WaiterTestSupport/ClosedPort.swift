/// A port on loopback at which nothing listens, and which nobody else can take meanwhile.
public final class ClosedPort: Sendable {
    private let descriptor: Int32
    /// The port on 127.0.0.1.
    public let port: Int

    /// Takes a port.
    public init() throws {
        (descriptor, port) = try Socket.bindOnLoopback()
    }

    deinit {
        Socket.close(descriptor)
    }

    /// `http://127.0.0.1:PORT`.
    public var address: String { "http://127.0.0.1:\(port)" }
}
