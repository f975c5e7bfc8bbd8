/// The amount of reasoning that a model performs before it answers.
///
/// Supported values and defaults vary by model. Where an optional value is expected, write `ReasoningEffort.none`,
/// because the compiler interprets a bare `.none` as `Optional.none` and issues a warning.
public struct ReasoningEffort: ExtensibleEnum {
    /// No reasoning.
    public static let none = ReasoningEffort(rawValue: "none")
    /// Minimal reasoning.
    public static let minimal = ReasoningEffort(rawValue: "minimal")
    /// Low effort.
    public static let low = ReasoningEffort(rawValue: "low")
    /// Medium effort.
    public static let medium = ReasoningEffort(rawValue: "medium")
    /// High effort.
    public static let high = ReasoningEffort(rawValue: "high")
    /// Higher effort than `high`.
    public static let xhigh = ReasoningEffort(rawValue: "xhigh")
    /// The maximum effort that the model supports.
    public static let max = ReasoningEffort(rawValue: "max")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a value from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
