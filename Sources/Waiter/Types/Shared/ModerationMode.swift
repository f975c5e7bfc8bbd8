/// The action taken on content flagged by moderation.
public struct ModerationMode: ExtensibleEnum {
    /// Scores are reported, and no content is blocked.
    public static let score = ModerationMode(rawValue: "score")
    /// Content that violates the policy is blocked.
    public static let block = ModerationMode(rawValue: "block")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a value from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
