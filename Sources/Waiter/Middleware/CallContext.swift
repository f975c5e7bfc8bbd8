public import Logging

/// What is known of the call that an attempt belongs to.
public struct CallContext: Sendable {
    /// The call's name, such as `chat.completions.create`.
    public let operation: String
    /// The attempt, from 1; redirects and connections replaced for free do not count.
    public let attempt: Int
    /// The call's identity, the same on all its attempts.
    public let idempotencyKey: String
    /// Where the client logs; nil for nowhere.
    public let logger: Logger?

    package let apiKey: APIKey?
    package let authentication: AuthenticationScheme
    package let removedHeaders: Set<String>
    package let redactor: Redactor
}
