public import HTTPTypes

/// The request and token allowances that a response names in its `x-ratelimit-*` headers.
public struct RateLimits: Hashable, Sendable {
    /// One allowance: how much it is, what is left of it, and when it is whole again.
    public struct Allowance: Hashable, Sendable {
        /// The most that may be used in the window.
        public var limit: Int?
        /// What is left in this window.
        public var remaining: Int?
        /// The time until the allowance is whole again.
        public var reset: Duration?

        /// Makes an allowance of what is known of it.
        public init(limit: Int? = nil, remaining: Int? = nil, reset: Duration? = nil) {
            self.limit = limit
            self.remaining = remaining
            self.reset = reset
        }

        var isEmpty: Bool { limit == nil && remaining == nil && reset == nil }
    }

    /// Requests in the window.
    public var requests: Allowance
    /// Tokens in the window.
    public var tokens: Allowance

    /// Makes the limits of two allowances.
    public init(requests: Allowance, tokens: Allowance) {
        self.requests = requests
        self.tokens = tokens
    }

    /// Reads the headers of a response; nil when it names none.
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
    /// A field's value by name, in any case of letters; the last one of several.
    package func text(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { self[values: $0].last }
    }

    package func integer(_ name: String) -> Int? {
        text(name).flatMap { Int($0) }
    }
}
