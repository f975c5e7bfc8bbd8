/// How a prompt is cached.
public struct PromptCacheOptions: Codable, Sendable, Hashable {
    /// Who sets the points up to which the prompt is cached; `implicit` when nil.
    public var mode: PromptCacheMode?
    /// How long the prefixes are kept at least; thirty minutes when nil.
    public var ttl: PromptCacheTTL?

    /// Makes options, all of them optional.
    public init(mode: PromptCacheMode? = nil, ttl: PromptCacheTTL? = nil) {
        self.mode = mode
        self.ttl = ttl
    }

    private enum CodingKeys: String, CodingKey { case mode, ttl }
}
