/// How long a cached prompt is kept; deprecated in favour of `PromptCacheOptions`.
public struct PromptCacheRetention: ExtensibleEnum {
    /// While it stays in memory.
    public static let inMemory = PromptCacheRetention(rawValue: "in_memory")
    /// Up to a day.
    public static let hours24 = PromptCacheRetention(rawValue: "24h")

    /// The text that stands on the wire.
    public let rawValue: String

    /// Takes the text as it stands on the wire, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
