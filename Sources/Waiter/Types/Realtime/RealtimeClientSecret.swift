/// A secret that allows a browser or an app to start a realtime session without an API key.
///
/// The secret does not appear when an instance is printed, reflected or dumped. However, `value` and the encoded JSON
/// contain the secret, because your server must be able to send the secret to an app.
public struct RealtimeClientSecret: Codable, Sendable, Hashable {
    /// The secret.
    public var value: String
    /// The expiration time in seconds since 1970.
    public var expiresAt: Int?
    /// The configuration of the session, or `nil` if the server does not report it.
    public var session: RealtimeSession?

    /// Creates a secret.
    public init(value: String, expiresAt: Int? = nil, session: RealtimeSession? = nil) {
        self.value = value
        self.expiresAt = expiresAt
        self.session = session
    }

    private enum CodingKeys: String, CodingKey {
        case value, session
        case expiresAt = "expires_at"
    }

    /// Decodes a secret. The `value` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        value = try container.decode(String.self, forKey: .value)
        expiresAt = (try? container.integer(forKey: .expiresAt)) ?? nil
        session = container.side(RealtimeSession.self, forKey: .session)
    }
}

extension RealtimeClientSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A description that omits the secret.
    public var description: String { "RealtimeClientSecret(expiresAt: \(expiresAt.map { "\($0)" } ?? "nil"))" }

    /// A description that omits the secret.
    public var debugDescription: String { description }

    /// A mirror that omits the secret. `dump` uses this mirror instead of the descriptions.
    public var customMirror: Mirror {
        Mirror(self, children: ["expiresAt": expiresAt as Any, "session": session as Any], displayStyle: .struct)
    }
}
