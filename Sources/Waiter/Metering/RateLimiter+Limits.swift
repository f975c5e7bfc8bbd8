extension RateLimiter {
    /// The limits that a rate limiter enforces. The limits apply to each server, profile and model separately.
    public struct Limits: Sendable, Hashable {
        /// The maximum number of requests per minute, or `nil` to use the server's limit.
        public var requestsPerMinute: Int?
        /// The maximum number of tokens per minute, input plus output, or `nil` to use the server's limit.
        public var tokensPerMinute: Int?
        /// The maximum number of input tokens per minute, or `nil` to use the server's limit.
        public var inputTokensPerMinute: Int?
        /// The maximum number of output tokens per minute, or `nil` to use the server's limit.
        public var outputTokensPerMinute: Int?
        /// Whether to apply the limits reported in responses (``RateLimits``). A reported limit can lower a limit that
        /// is set here, and it is used in place of a limit that is `nil`.
        public var learns: Bool
        /// The number of processes that share the limits. Each process uses an equal share.
        package var shares = 1

        /// Creates limits. By default, the limits reported by the server apply.
        public init(
            requestsPerMinute: Int? = nil,
            tokensPerMinute: Int? = nil,
            inputTokensPerMinute: Int? = nil,
            outputTokensPerMinute: Int? = nil,
            learns: Bool = true
        ) {
            self.requestsPerMinute = requestsPerMinute
            self.tokensPerMinute = tokensPerMinute
            self.inputTokensPerMinute = inputTokensPerMinute
            self.outputTokensPerMinute = outputTokensPerMinute
            self.learns = learns
        }

        /// Whether any token limit is set.
        package var limitsTokens: Bool {
            tokensPerMinute != nil || inputTokensPerMinute != nil || outputTokensPerMinute != nil
        }
    }
}
