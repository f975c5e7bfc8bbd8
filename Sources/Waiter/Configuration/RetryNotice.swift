/// A failed attempt that is about to be retried.
public struct RetryNotice: Sendable {
    /// The number of the failed attempt, starting at 1.
    public var attempt: Int
    /// The maximum number of attempts.
    public var maxAttempts: Int
    /// The delay before the next attempt.
    public var delay: Duration
    /// The error that caused the attempt to fail.
    public var reason: OpenAIError

    /// Creates a notice.
    public init(attempt: Int, maxAttempts: Int, delay: Duration, reason: OpenAIError) {
        self.attempt = attempt
        self.maxAttempts = maxAttempts
        self.delay = delay
        self.reason = reason
    }
}
