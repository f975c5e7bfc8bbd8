/// The minimum lifetime of a cached prompt.
public struct PromptCacheTTL: ExtensibleEnum {
    /// Thirty minutes.
    public static let minutes30 = PromptCacheTTL(rawValue: "30m")
    /// Twelve hours.
    public static let hours12 = PromptCacheTTL(rawValue: "12h")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a value from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
