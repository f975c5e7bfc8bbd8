/// The settings for a model's reasoning.
public struct ReasoningOptions: Codable, Sendable, Hashable {
    /// The amount of reasoning.
    public var effort: ReasoningEffort?
    /// The level of detail of the reasoning summary, or `nil` for no summary.
    public var summary: Summary?
    /// The turns whose reasoning the model sees.
    public var context: ContextScope?
    /// The mode of reasoning.
    public var mode: Mode?
    /// The level of detail of the summary; deprecated in favor of `summary`.
    public var generateSummary: Summary?

    /// Creates reasoning settings.
    public init(effort: ReasoningEffort? = nil, summary: Summary? = nil) {
        self.effort = effort
        self.summary = summary
    }

    /// The level of detail of a summary.
    public struct Summary: ExtensibleEnum {
        /// The most detailed summary that the model supports.
        public static let auto = Summary(rawValue: "auto")
        /// A short summary.
        public static let concise = Summary(rawValue: "concise")
        /// A detailed summary.
        public static let detailed = Summary(rawValue: "detailed")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a value from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The turns whose reasoning the model sees.
    public struct ContextScope: ExtensibleEnum {
        /// The model's default.
        public static let auto = ContextScope(rawValue: "auto")
        /// The turn in progress.
        public static let currentTurn = ContextScope(rawValue: "current_turn")
        /// All turns.
        public static let allTurns = ContextScope(rawValue: "all_turns")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a value from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The mode of reasoning.
    public struct Mode: ExtensibleEnum {
        /// The default mode.
        public static let standard = Mode(rawValue: "standard")
        /// Reasoning that is more thorough and more expensive than the default.
        public static let pro = Mode(rawValue: "pro")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a value from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    private enum CodingKeys: String, CodingKey {
        case effort, summary, context, mode
        case generateSummary = "generate_summary"
    }
}
