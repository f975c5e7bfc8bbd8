/// The amount of context window space that a web search uses for its results.
public struct SearchContextSize: ExtensibleEnum {
    /// A small amount.
    public static let low = SearchContextSize(rawValue: "low")
    /// A medium amount (the default).
    public static let medium = SearchContextSize(rawValue: "medium")
    /// A large amount.
    public static let high = SearchContextSize(rawValue: "high")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a value from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
