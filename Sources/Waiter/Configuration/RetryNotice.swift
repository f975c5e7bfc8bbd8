/// What is known when an attempt failed and another one is going to be made.
public struct RetryNotice: Sendable {
    /// The attempt that failed, from 1.
    public var attempt: Int
    /// The most attempts that will be made.
    public var maxAttempts: Int
    /// The pause before the next attempt.
    public var delay: Duration
    /// Why the attempt failed.
    public var reason: OpenAIError

    /// Makes a notice.
    public init(attempt: Int, maxAttempts: Int, delay: Duration, reason: OpenAIError) {
        self.attempt = attempt
        self.maxAttempts = maxAttempts
        self.delay = delay
        self.reason = reason
    }
}
