/// The end of a prompt prefix that the server should cache.
public struct PromptCacheBreakpoint: Codable, Sendable, Hashable {
    /// The mode of the breakpoint. The API accepts the value `explicit`.
    public var mode: PromptCacheMode
    /// The minimum lifetime of the cached prefix, or `nil` for the server's default.
    public var ttl: PromptCacheTTL?

    /// Creates a breakpoint.
    public init(mode: PromptCacheMode = .explicit, ttl: PromptCacheTTL? = nil) {
        self.mode = mode
        self.ttl = ttl
    }

    private enum CodingKeys: String, CodingKey { case mode, ttl }
}
