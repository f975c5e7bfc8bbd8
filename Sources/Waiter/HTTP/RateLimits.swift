public import HTTPTypes

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The request and token limits reported in the headers of a response.
///
/// The limits are read from `x-ratelimit-*` headers and from Anthropic's `anthropic-ratelimit-*` headers. Some servers
/// have separate limits on input and output tokens, either instead of or in addition to a limit on the sum of both.
public struct RateLimits: Hashable, Sendable {
    /// A limit, its remaining amount and the time until it resets.
    public struct Allowance: Hashable, Sendable {
        /// The maximum amount per window.
        public var limit: Int?
        /// The remaining amount in the current window.
        public var remaining: Int?
        /// The time until the full amount is available again.
        public var reset: Duration?

        /// Creates an allowance. Pass `nil` for unknown values.
        public init(limit: Int? = nil, remaining: Int? = nil, reset: Duration? = nil) {
            self.limit = limit
            self.remaining = remaining
            self.reset = reset
        }
    }

    /// The request limit.
    public var requests: Allowance
    /// The limit on the sum of input and output tokens.
    public var tokens: Allowance
    /// The limit on input tokens.
    public var inputTokens: Allowance
    /// The limit on output tokens.
    public var outputTokens: Allowance

    /// Creates rate limits.
    public init(
        requests: Allowance,
        tokens: Allowance,
        inputTokens: Allowance = Allowance(),
        outputTokens: Allowance = Allowance()
    ) {
        self.requests = requests
        self.tokens = tokens
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
    }

    /// Parses the headers of a response. Returns `nil` if the headers contain no rate limits.
    ///
    /// Absolute reset times are compared with the time in the `Date` header, so the results do not depend on the local
    /// clock.
    public init?(_ fields: HTTPFields) {
        self.init(requests: Allowance(), tokens: Allowance())
        let none = self
        for field in fields {
            guard let (limit, property) = Self.limit(field.name.canonicalName) else { continue }
            switch property {
            case "limit": self[keyPath: limit].limit = Int(field.value)
            case "remaining": self[keyPath: limit].remaining = Int(field.value)
            case "reset":
                self[keyPath: limit].reset = RetryHeaders.reset(field.value) {
                    fields.text("date").flatMap { RetryHeaders.httpDate($0) } ?? Date()
                }
            default: break
            }
        }
        if self == none { return nil }
    }

    /// Returns the limit that a header describes and the name of the property that the header sets.
    private static func limit(_ name: String) -> (WritableKeyPath<RateLimits, Allowance>, property: Substring)? {
        let (kind, property): (Substring, Substring)
        if name.hasPrefix("x-ratelimit-") {
            let parts = name.dropFirst(12).split(separator: "-", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            (property, kind) = (parts[0], parts[1])
        } else if name.hasPrefix("anthropic-ratelimit-"), let end = name.lastIndex(of: "-") {
            (property, kind) = (name[end...].dropFirst(), name[..<end].dropFirst(20))
        } else {
            return nil
        }
        switch kind {
        case "requests": return (\.requests, property)
        case "tokens": return (\.tokens, property)
        // Fireworks uses `tokens-prompt` and `tokens-generated` for its per-minute limits.
        case "input-tokens", "tokens-prompt": return (\.inputTokens, property)
        case "output-tokens", "tokens-generated": return (\.outputTokens, property)
        default: return nil
        }
    }
}

extension HTTPFields {
    /// Returns the value of the field with the given lowercase name. If the field occurs more than once, the last value
    /// is returned.
    package func text(_ name: String) -> String? {
        last { $0.name.canonicalName == name }?.value
    }

    package func integer(_ name: String) -> Int? {
        text(name).flatMap { Int($0) }
    }
}
