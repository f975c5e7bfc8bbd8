/// The delimiters of a LaTeX formula, which is shown as it was written.
enum FormulaDelimiter: Equatable {
    /// `\(` and `\)`
    case parentheses
    /// `\[` and `\]`
    case brackets
    /// `$$` and `$$`
    case dollars

    /// The delimiter that a backslash and this scalar open.
    init?(escaped scalar: Unicode.Scalar) {
        switch scalar {
        case "(": self = .parentheses
        case "[": self = .brackets
        default: return nil
        }
    }

    /// The scalar after the backslash that closes the formula; nil where no backslash does.
    var escapedClosing: Unicode.Scalar? {
        switch self {
        case .parentheses: ")"
        case .brackets: "]"
        case .dollars: nil
        }
    }
}
