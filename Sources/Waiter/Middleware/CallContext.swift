public import Logging

/// The context of an attempt, which describes the attempt and its call.
public struct CallContext: Sendable {
    /// The name of the operation, such as `chat.completions.create`.
    public let operation: String
    /// The number of the attempt, starting at 1. Redirects and connection replacements do not count as attempts.
    public let attempt: Int
    /// The idempotency key. It is the same for all attempts of a call.
    public let idempotencyKey: String
    /// The client's logger, or `nil` if logging is off.
    public let logger: Logger?

    package let apiKey: APIKey?
    package let authentication: AuthenticationScheme
    package let removedHeaders: Set<String>
    package let redactor: Redactor
}
