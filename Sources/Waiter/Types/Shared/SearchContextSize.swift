/// How much of the found pages a web search puts before the model.
public struct SearchContextSize: ExtensibleEnum {
    /// Little.
    public static let low = SearchContextSize(rawValue: "low")
    /// In between; the default.
    public static let medium = SearchContextSize(rawValue: "medium")
    /// Much.
    public static let high = SearchContextSize(rawValue: "high")

    /// The text that stands on the wire.
    public let rawValue: String

    /// Takes the text as it stands on the wire, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
