/// Marks the end of a prefix of the prompt that the server caches.
public struct PromptCacheBreakpoint: Codable, Sendable, Hashable {
    /// Who sets the point; `explicit` is what the server takes.
    public var mode: PromptCacheMode
    /// How long the prefix is kept at least; the server's default when nil.
    public var ttl: PromptCacheTTL?

    /// Makes a mark.
    public init(mode: PromptCacheMode = .explicit, ttl: PromptCacheTTL? = nil) {
        self.mode = mode
        self.ttl = ttl
    }

    private enum CodingKeys: String, CodingKey { case mode, ttl }
}
