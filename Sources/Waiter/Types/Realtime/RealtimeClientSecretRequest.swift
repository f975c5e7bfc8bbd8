/// A request to create a client secret: `POST /realtime/client_secrets`.
///
///     var request = RealtimeClientSecretRequest(session: RealtimeSession(model: "gpt-realtime-2"))
///     request.expiresAfter = .init(seconds: 60)
public struct RealtimeClientSecretRequest: Codable, Sendable, Hashable {
    /// The configuration of sessions that are started with the secret. A client can override this configuration.
    public var session: RealtimeSession?
    /// The lifetime of the secret, from 10 to 7,200 seconds. The default is 600 seconds. Sessions that were started
    /// with the secret can continue after the secret expires.
    public var expiresAfter: Expiration?

    /// Creates a request.
    public init(session: RealtimeSession? = nil, expiresAfter: Expiration? = nil) {
        self.session = session
        self.expiresAfter = expiresAfter
    }

    /// The lifetime of a secret.
    public struct Expiration: Codable, Sendable, Hashable {
        /// The event from which the time is measured: `created_at`.
        public var anchor: String
        /// The time in seconds, from 10 to 7,200.
        public var seconds: Int

        /// Creates an expiration that takes effect the given number of seconds after the secret is created.
        public init(seconds: Int, anchor: String = "created_at") {
            self.seconds = seconds
            self.anchor = anchor
        }

        private enum CodingKeys: String, CodingKey { case anchor, seconds }
    }

    private enum CodingKeys: String, CodingKey {
        case session
        case expiresAfter = "expires_after"
    }
}
