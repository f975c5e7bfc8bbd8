/// The lexical rules for highlighting the syntax of a language.
struct SyntaxLanguage {
    enum Kind {
        case code, markup, diff
    }

    /// The delimiters and escape rules of a string literal.
    struct Quote {
        let open: [Unicode.Scalar]
        let close: [Unicode.Scalar]
        let hasEscapes: Bool
        let spansLines: Bool

        init(_ mark: String, escapes: Bool = true, lines: Bool = false) {
            (open, close) = (Array(mark.unicodeScalars), Array(mark.unicodeScalars))
            (hasEscapes, spansLines) = (escapes, lines)
        }
    }

    var kind = Kind.code
    var keywords: Set<String> = []
    var ignoresCase = false
    var lineComments: [[Unicode.Scalar]] = []
    /// Whether a line comment must be preceded by a space, as in shells.
    var spacesComments = false
    var blockComment: (open: [Unicode.Scalar], close: [Unicode.Scalar])?
    /// The string delimiters, longest first.
    var quotes: [Quote] = []
    /// Whether a capitalized word is highlighted as a type.
    var hasTypes = false
    /// Whether a word or string before a colon is highlighted as a key.
    var hasKeys = false
    /// Scalars that are allowed in words in addition to letters, digits and `_`.
    var wordScalars: String.UnicodeScalarView = "".unicodeScalars
    /// Scalars that mark the following word as an attribute, a directive or a variable.
    var sigils: String.UnicodeScalarView = "".unicodeScalars
    /// Whether `'` can start a lifetime, as in Rust, in addition to a character literal.
    var hasLifetimes = false
}
