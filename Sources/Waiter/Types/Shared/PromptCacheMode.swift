/// The placement of prompt cache breakpoints.
public struct PromptCacheMode: ExtensibleEnum {
    /// The server adds a breakpoint automatically (the default).
    public static let implicit = PromptCacheMode(rawValue: "implicit")
    /// Only the breakpoints marked in the request are used.
    public static let explicit = PromptCacheMode(rawValue: "explicit")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a value from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
