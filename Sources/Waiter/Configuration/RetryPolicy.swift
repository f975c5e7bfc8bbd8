/// The policy for retrying failed requests.
///
/// A request is retried if the connection fails, if the connection is closed before the first byte of the response, or
/// if the response has status 408, 409, 429, or 500 and above (except 501 and 505). The server's `x-should-retry`
/// header overrides these rules. After a successful response head has been received, only GET requests are retried,
/// because repeating them is free. Failures that another attempt cannot resolve, such as an exhausted account quota or
/// an expired certificate, are not retried.
///
/// If the server specifies a delay in the `retry-after-ms` or `retry-after` header, or in its error message ("try again
/// in 750ms"), the client uses this delay. If the server does not specify a delay, the client uses exponential backoff.
/// If the `x-ratelimit-reset-*` header of an exhausted limit contains a time longer than the backoff delay, that time
/// is used instead.
public struct RetryPolicy: Sendable {
    /// A token bucket that limits retries across all of a client's calls, to avoid retry storms during outages.
    ///
    /// Each retry takes a token from the bucket, except for a retry whose delay was specified by the server. A
    /// successful call puts back the tokens that its retries took, and adds one more token. The bucket also refills
    /// over time. If no token is available, the call is not retried and `OpenAIError.isRetryQuotaExhausted` is set.
    public struct Quota: Hashable, Sendable {
        /// The number of tokens in a full bucket. The bucket is initially full.
        public var capacity: Int
        /// The number of tokens added per second.
        public var refillPerSecond: Double

        /// Creates a quota.
        public init(capacity: Int = 100, refillPerSecond: Double = 5) {
            self.capacity = capacity
            self.refillPerSecond = refillPerSecond
        }
    }

    /// The maximum number of retries after the first attempt, or 0 for none.
    public var maxRetries: Int
    /// The delay before the first retry if the server does not specify one. The delay doubles with each subsequent
    /// retry.
    public var initialDelay: Duration
    /// The maximum backoff delay.
    public var maxDelay: Duration
    /// The longest delay to accept from a server. If the server requests a longer delay, the call fails immediately.
    public var maxServerDelay: Duration
    /// The retry quota shared by all of a client's calls, or `nil` for no limit.
    public var quota: Quota?
    /// A closure called before each delay, for example to report the retry on a terminal or in a log.
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
        if maxRetries < 0 { throw OpenAIError(.configuration, "maxRetries must not be negative") }
        if initialDelay < .zero || maxDelay < .zero {
            throw OpenAIError(.configuration, "retry delays must not be negative")
        }
        if let quota, quota.capacity < 0 || !(quota.refillPerSecond >= 0 && quota.refillPerSecond.isFinite) {
            throw OpenAIError(.configuration, "the retry quota must be finite and not negative")
        }
    }
}
