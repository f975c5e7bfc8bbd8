/// Prompt caching settings.
public struct PromptCacheOptions: Codable, Sendable, Hashable {
    /// The placement of breakpoints; `implicit` by default.
    public var mode: PromptCacheMode?
    /// The minimum lifetime of cached prefixes; thirty minutes by default.
    public var ttl: PromptCacheTTL?
    /// Whether the request only writes the prefix to the cache, without generating an answer.
    public var prewarm: Bool?
    /// The ID of the response with which cache hits are compared.
    public var comparisonResponseID: String?

    /// Creates prompt cache options.
    public init(mode: PromptCacheMode? = nil, ttl: PromptCacheTTL? = nil) {
        self.mode = mode
        self.ttl = ttl
    }

    private enum CodingKeys: String, CodingKey {
        case mode, ttl, prewarm
        case comparisonResponseID = "comparison_response_id"
    }
}
