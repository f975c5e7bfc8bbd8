/// How long a cached prompt is kept at least.
public struct PromptCacheTTL: ExtensibleEnum {
    /// Thirty minutes.
    public static let minutes30 = PromptCacheTTL(rawValue: "30m")
    /// Twelve hours.
    public static let hours12 = PromptCacheTTL(rawValue: "12h")

    /// The text that stands on the wire.
    public let rawValue: String

    /// Takes the text as it stands on the wire, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
