/// The policy for retrying failed attempts.
///
/// Retried are failed connections, connections that closed before any byte of the response, and the statuses 408, 409, 429
/// and 500 and above (but for 501 and 505), unless the server's `x-should-retry` says otherwise. Nothing is retried once a
/// successful head has arrived, but for a GET, whose repetition is free; nor is an exhausted quota of the account, and what
/// another attempt cannot change, such as an expired certificate.
///
/// The server decides how long to wait: `retry-after-ms`, `retry-after`, or a time in its message ("try again in 750ms").
/// Otherwise the backoff applies, or the `x-ratelimit-reset-*` of a limit of which nothing is left when that is longer.
public struct RetryPolicy: Sendable {
    /// A token bucket that bounds the retries of all calls of a client together, so that an outage is not met with a storm of
    /// retries.
    ///
    /// A retry takes a token, unless the server itself named the time to wait. A call that succeeds gives back what its
    /// retries took and one token more, and time refills the bucket. Without a token nothing is retried:
    /// `OpenAIError.isRetryQuotaExhausted` then says so.
    public struct Quota: Hashable, Sendable {
        /// The number of tokens of a full bucket, which it has at the start.
        public var capacity: Int
        /// The number of tokens that are added each second.
        public var refillPerSecond: Double

        /// Creates a quota.
        public init(capacity: Int = 100, refillPerSecond: Double = 5) {
            self.capacity = capacity
            self.refillPerSecond = refillPerSecond
        }
    }

    /// The maximum number of retries after the first attempt; 0 for none.
    public var maxRetries: Int
    /// The delay before the first retry when the server names none; it doubles with each further one.
    public var initialDelay: Duration
    /// The maximum of those delays.
    public var maxDelay: Duration
    /// The maximum wait that a server may ask for; when it asks for more, the call fails at once and says so.
    public var maxServerDelay: Duration
    /// The bound on the retries of all calls of a client together; nil for none.
    public var quota: Quota?
    /// Called before each delay, for a terminal or a log.
    public var onRetry: (@Sendable (RetryNotice) -> Void)?

    /// Creates a retry policy.
    public init(
        maxRetries: Int = 2,
        initialDelay: Duration = .milliseconds(500),
        maxDelay: Duration = .seconds(8),
        maxServerDelay: Duration = .seconds(120),
        quota: Quota? = Quota(),
        onRetry: (@Sendable (RetryNotice) -> Void)? = nil
    ) {
        self.maxRetries = maxRetries
        self.initialDelay = initialDelay
        self.maxDelay = maxDelay
        self.maxServerDelay = maxServerDelay
        self.quota = quota
        self.onRetry = onRetry
    }

    package func validate() throws {
        if maxRetries < 0 { throw OpenAIError(.configuration, "the number of retries must not be negative") }
        if initialDelay < .zero || maxDelay < .zero {
            throw OpenAIError(.configuration, "the pauses between retries must not be negative")
        }
        if let quota, quota.capacity < 0 || !(quota.refillPerSecond >= 0 && quota.refillPerSecond.isFinite) {
            throw OpenAIError(.configuration, "the retry quota must not be negative")
        }
    }
}
