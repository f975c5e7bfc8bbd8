/// The retention of cached prompts; deprecated in favor of `PromptCacheOptions`.
public struct PromptCacheRetention: ExtensibleEnum {
    /// Prompts are retained only in memory.
    public static let inMemory = PromptCacheRetention(rawValue: "in_memory")
    /// Prompts are retained for up to 24 hours.
    public static let hours24 = PromptCacheRetention(rawValue: "24h")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a value from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
