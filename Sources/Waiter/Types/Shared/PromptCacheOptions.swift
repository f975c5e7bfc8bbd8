/// Prompt caching settings.
public struct PromptCacheOptions: Codable, Sendable, Hashable {
    /// The placement of breakpoints. The default is `implicit`.
    public var mode: PromptCacheMode?
    /// The minimum lifetime of cached prefixes. The default is thirty minutes.
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
