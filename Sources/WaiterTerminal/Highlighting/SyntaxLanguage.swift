/// What there is to know about a language to colour it.
struct SyntaxLanguage {
    enum Kind {
        case code, markup, diff
    }

    /// How a string begins and ends.
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
    /// Whether a comment begins only after a space, as in shells.
    var spacesComments = false
    var blockComment: (open: [Unicode.Scalar], close: [Unicode.Scalar])?
    /// The longer marks first.
    var quotes: [Quote] = []
    /// Whether a word that begins with a capital is a type.
    var hasTypes = false
    /// Whether a word or string before a colon is a key.
    var hasKeys = false
    /// Scalars that belong to words besides letters, digits and `_`.
    var wordScalars: String.UnicodeScalarView = "".unicodeScalars
    /// Scalars before a word that make it an attribute, a directive or a variable.
    var sigils: String.UnicodeScalarView = "".unicodeScalars
    /// Whether `'` may begin a lifetime instead of a character.
    var hasLifetimes = false
}
