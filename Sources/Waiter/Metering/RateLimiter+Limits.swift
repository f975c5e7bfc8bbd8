extension RateLimiter {
    /// The rate limits for a meter's calls, per server, profile and model.
    public struct Limits: Sendable, Hashable {
        /// The maximum number of requests per minute; `nil` to use the server's limit.
        public var requestsPerMinute: Int?
        /// The maximum number of tokens per minute, including generated ones; `nil` to use the server's limit.
        public var tokensPerMinute: Int?
        /// Whether the `x-ratelimit-*` headers of responses lower the limits, and set them if they are `nil`.
        public var learns: Bool
        /// The number of processes that share the limits; each one uses an equal part.
        package var shares = 1

        /// Creates limits; by default the limits reported by the server.
        public init(requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil, learns: Bool = true) {
            self.requestsPerMinute = requestsPerMinute
            self.tokensPerMinute = tokensPerMinute
            self.learns = learns
        }
    }
}
