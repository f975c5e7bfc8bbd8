/// How much a reasoning model thinks before it answers.
///
/// Which values a model takes, and what it does by default, differ from model to model. Where an optional is expected,
/// write `ReasoningEffort.none`: a bare `.none` there means "not set", of which the compiler warns.
public struct ReasoningEffort: ExtensibleEnum {
    /// No reasoning.
    public static let none = ReasoningEffort(rawValue: "none")
    /// As little as possible.
    public static let minimal = ReasoningEffort(rawValue: "minimal")
    /// Little.
    public static let low = ReasoningEffort(rawValue: "low")
    /// A middle amount.
    public static let medium = ReasoningEffort(rawValue: "medium")
    /// Much.
    public static let high = ReasoningEffort(rawValue: "high")
    /// More than `high`.
    public static let xhigh = ReasoningEffort(rawValue: "xhigh")
    /// As much as the model can.
    public static let max = ReasoningEffort(rawValue: "max")

    /// The text that stands on the wire.
    public let rawValue: String

    /// Takes the text as it stands on the wire, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
