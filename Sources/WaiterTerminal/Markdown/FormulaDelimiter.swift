/// The delimiters of a LaTeX formula. Formulas are shown verbatim.
enum FormulaDelimiter: Equatable {
    /// `\(` and `\)`
    case parentheses
    /// `\[` and `\]`
    case brackets
    /// `$$` and `$$`
    case dollars

    /// Creates the delimiter that is opened by a backslash followed by the given scalar.
    init?(escaped scalar: Unicode.Scalar) {
        switch scalar {
        case "(": self = .parentheses
        case "[": self = .brackets
        default: return nil
        }
    }

    /// The scalar that, after a backslash, closes the formula, or `nil` for dollar delimiters.
    var escapedClosing: Unicode.Scalar? {
        switch self {
        case .parentheses: ")"
        case .brackets: "]"
        case .dollars: nil
        }
    }
}
