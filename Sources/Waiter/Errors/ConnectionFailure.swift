/// The reason why a connection failed.
public struct ConnectionFailure: Hashable, Sendable, CustomStringConvertible {
    private enum Value: String { case refused, dns, tls, reset, unreachable, proxy, other }

    private let value: Value

    /// The server refused the connection because nothing is listening on the port.
    public static let refused = ConnectionFailure(value: .refused)
    /// The host name could not be resolved.
    public static let dns = ConnectionFailure(value: .dns)
    /// The TLS handshake failed, for example because the certificate is not trusted or the server does not support TLS.
    public static let tls = ConnectionFailure(value: .tls)
    /// The server closed or reset the connection before it responded.
    public static let reset = ConnectionFailure(value: .reset)
    /// There is no route to the host.
    public static let unreachable = ConnectionFailure(value: .unreachable)
    /// The proxy refused the connection or requires different credentials.
    public static let proxy = ConnectionFailure(value: .proxy)
    /// Another failure. See the underlying error.
    public static let other = ConnectionFailure(value: .other)

    /// The name of the failure.
    public var description: String { value.rawValue }
}
