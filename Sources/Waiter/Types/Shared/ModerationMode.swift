/// What moderation does with what it finds.
public struct ModerationMode: ExtensibleEnum {
    /// Reports scores and lets everything pass.
    public static let score = ModerationMode(rawValue: "score")
    /// Stops what the policy forbids.
    public static let block = ModerationMode(rawValue: "block")

    /// The text that stands on the wire.
    public let rawValue: String

    /// Takes the text as it stands on the wire, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
