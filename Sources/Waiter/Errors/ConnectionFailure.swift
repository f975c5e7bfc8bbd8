/// How a connection failed.
public struct ConnectionFailure: Hashable, Sendable, CustomStringConvertible {
    private enum Value: String { case refused, dns, tls, reset, unreachable, proxy, other }

    private let value: Value

    /// Nothing listens at that port.
    public static let refused = ConnectionFailure(value: .refused)
    /// The host's name has no address.
    public static let dns = ConnectionFailure(value: .dns)
    /// The encrypted connection could not be set up: a certificate, or a server that speaks no TLS.
    public static let tls = ConnectionFailure(value: .tls)
    /// The server closed or reset the connection before it answered.
    public static let reset = ConnectionFailure(value: .reset)
    /// There is no route to the host.
    public static let unreachable = ConnectionFailure(value: .unreachable)
    /// The proxy refused or wants other credentials.
    public static let proxy = ConnectionFailure(value: .proxy)
    /// Something else; the underlying error says what.
    public static let other = ConnectionFailure(value: .other)

    /// The failure's name.
    public var description: String { value.rawValue }
}
