public import HTTPTypes

/// The request and token limits reported in the `x-ratelimit-*` headers of a response.
public struct RateLimits: Hashable, Sendable {
    /// A limit, its remaining amount and the time until it resets.
    public struct Allowance: Hashable, Sendable {
        /// The maximum amount per window.
        public var limit: Int?
        /// The remaining amount in the current window.
        public var remaining: Int?
        /// The time until the full amount is available again.
        public var reset: Duration?

        /// Creates an allowance; `nil` values are unknown.
        public init(limit: Int? = nil, remaining: Int? = nil, reset: Duration? = nil) {
            self.limit = limit
            self.remaining = remaining
            self.reset = reset
        }

        var isEmpty: Bool { limit == nil && remaining == nil && reset == nil }
    }

    /// The request limit.
    public var requests: Allowance
    /// The token limit.
    public var tokens: Allowance

    /// Creates rate limits.
    public init(requests: Allowance, tokens: Allowance) {
        self.requests = requests
        self.tokens = tokens
    }

    /// Parses the headers of a response; `nil` if they contain no rate limits.
    public init?(_ fields: HTTPFields) {
        func allowance(_ kind: String) -> Allowance {
            Allowance(
                limit: fields.integer("x-ratelimit-limit-\(kind)"),
                remaining: fields.integer("x-ratelimit-remaining-\(kind)"),
                reset: fields.text("x-ratelimit-reset-\(kind)").flatMap(RetryHeaders.resetDuration)
            )
        }
        guard fields.contains(where: { $0.name.canonicalName.hasPrefix("x-ratelimit-") }) else { return nil }
        self.init(requests: allowance("requests"), tokens: allowance("tokens"))
        if requests.isEmpty && tokens.isEmpty { return nil }
    }
}

extension HTTPFields {
    /// Returns the value of a field by case-insensitive name; the last value if there are several.
    package func text(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { self[values: $0].last }
    }

    package func integer(_ name: String) -> Int? {
        text(name).flatMap { Int($0) }
    }
}
