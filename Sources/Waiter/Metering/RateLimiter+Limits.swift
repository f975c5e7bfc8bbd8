extension RateLimiter {
    /// How fast the calls of a meter may follow one another, for each server, profile and model.
    public struct Limits: Sendable, Hashable {
        /// The most requests a minute; nil for what the server allows.
        public var requestsPerMinute: Int?
        /// The most tokens a minute, those of answers included; nil for what the server allows.
        public var tokensPerMinute: Int?
        /// Whether the `x-ratelimit-*` headers of responses lower the limits, or set them where they are nil.
        public var learns: Bool

        /// Creates limits; without arguments they are those that the server's headers report.
        public init(requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil, learns: Bool = true) {
            self.requestsPerMinute = requestsPerMinute
            self.tokensPerMinute = tokensPerMinute
            self.learns = learns
        }
    }
}
