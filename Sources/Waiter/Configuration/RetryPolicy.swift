/// How often and after which pauses a failed attempt is repeated.
///
/// Repeated are: failed connections, connections that closed before any byte of the response, and the statuses 408,
/// 409, 429 and 500 and above, unless the server's `x-should-retry` says otherwise. Nothing is repeated once a
/// successful head has arrived, nor for an exhausted quota.
public struct RetryPolicy: Sendable {
    /// The most retries after the first attempt; 0 for none.
    public var limit: Int
    /// The pause before the first retry, when the server names none; it doubles with each further one.
    public var initialDelay: Duration
    /// The longest of those pauses.
    public var maxDelay: Duration
    /// The longest wait that a server may ask for; when it asks for more, the call fails at once and says so.
    public var maxServerDelay: Duration
    /// Called before each pause, for a terminal or a log.
    public var onRetry: (@Sendable (RetryNotice) -> Void)?

    /// Makes a policy.
    public init(
        limit: Int = 2,
        initialDelay: Duration = .milliseconds(500),
        maxDelay: Duration = .seconds(8),
        maxServerDelay: Duration = .seconds(120),
        onRetry: (@Sendable (RetryNotice) -> Void)? = nil
    ) {
        self.limit = limit
        self.initialDelay = initialDelay
        self.maxDelay = maxDelay
        self.maxServerDelay = maxServerDelay
        self.onRetry = onRetry
    }

    package func validate() throws {
        if limit < 0 { throw OpenAIError(.configuration, "the number of retries must not be negative") }
        if initialDelay < .zero || maxDelay < .zero {
            throw OpenAIError(.configuration, "the pauses between retries must not be negative")
        }
    }
}
