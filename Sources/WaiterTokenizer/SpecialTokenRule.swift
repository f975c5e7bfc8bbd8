/// What becomes of special tokens that stand in a text, as tiktoken's `allowed_special` and `disallowed_special`.
///
/// One that is refused is an error, one that is allowed becomes its id, all others are ordinary text.
public struct SpecialTokenRule: Sendable, Hashable {
    /// Some of the special tokens.
    public enum Selection: Sendable, Hashable {
        /// No special token.
        case none
        /// These, by their text, such as `<
        /// endoftext
        /// >`.
        case only(Set<String>)
        /// All special tokens of the encoding.
        case all
        /// All that are not allowed; as `allowed` it means none.
        case allOthers

        func contains(_ token: String) -> Bool {
            switch self {
            case .none: false
            case .only(let tokens): tokens.contains(token)
            case .all, .allOthers: true
            }
        }
    }

    /// Those that become their ids.
    public var allowed: Selection
    /// Those that are an error; what is allowed as well is an error, too, unless this is `allOthers`.
    public var refused: Selection

    /// Makes a rule; all that is not allowed is refused unless told otherwise.
    public init(allowed: Selection, refused: Selection = .allOthers) {
        self.allowed = allowed
        self.refused = refused
    }

    /// All special tokens are ordinary text: right for what users wrote.
    public static let asText = SpecialTokenRule(allowed: .none, refused: .none)
    /// A special token is an error; tiktoken's default.
    public static let refused = SpecialTokenRule(allowed: .none)
    /// Special tokens become their ids: only for texts that are made by a program.
    public static let allowed = SpecialTokenRule(allowed: .all)

    /// These become their ids; any other is an error.
    public static func allowing(_ tokens: Set<String>) -> SpecialTokenRule {
        SpecialTokenRule(allowed: .only(tokens))
    }

    func isAllowed(_ token: String) -> Bool { allowed != .allOthers && allowed.contains(token) }

    func isRefused(_ token: String) -> Bool {
        refused == .allOthers ? !isAllowed(token) : refused.contains(token)
    }
}
