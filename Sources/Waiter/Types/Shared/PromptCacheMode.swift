/// Who sets the points up to which a prompt is cached.
public struct PromptCacheMode: ExtensibleEnum {
    /// The server adds one of its own; the default.
    public static let implicit = PromptCacheMode(rawValue: "implicit")
    /// Only those that the request marks.
    public static let explicit = PromptCacheMode(rawValue: "explicit")

    /// The text that stands on the wire.
    public let rawValue: String

    /// Takes the text as it stands on the wire, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
