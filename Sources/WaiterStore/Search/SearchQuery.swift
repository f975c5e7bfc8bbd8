/// A search query entered by the user.
///
/// A message must contain all words of the query, in any order, ignoring case and accents. `"two words"` is a phrase,
/// `word*` is a prefix, and `-word` is an excluded word. If a query consists only of excluded words, the dashes are
/// treated as part of the words. All other punctuation is treated as text.
struct SearchQuery {
    /// A term that must or must not occur.
    struct Term: Hashable {
        var text: String
        var isPrefix = false
        var isExcluded = false
    }

    /// The terms of the query.
    let terms: [Term]

    init(_ text: String) {
        var terms: [Term] = []
        var rest = Substring(text)
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard let first = rest.first else { break }
            var term = Term(text: "")
            if first == "-", rest.dropFirst().first.map({ !$0.isWhitespace }) ?? false {
                term.isExcluded = true
                rest.removeFirst()
            }
            if rest.first == "\"" {
                rest.removeFirst()
                term.text = String(rest.prefix { $0 != "\"" })
                rest = rest.dropFirst(term.text.count).dropFirst()
            } else {
                term.text = String(rest.prefix { !$0.isWhitespace })
                rest = rest.dropFirst(term.text.count)
                if term.text.last == "*", term.text.count > 1 {
                    term.isPrefix = true
                    term.text.removeLast()
                }
            }
            if term.text.contains(where: { $0.isLetter || $0.isNumber || $0.isSymbol }) { terms.append(term) }
        }
        // If a query consists only of excluded words, the dashes are treated as part of the words.
        if terms.allSatisfy(\.isExcluded) {
            terms = terms.map { Term(text: "-" + $0.text, isPrefix: $0.isPrefix) }
        }
        self.terms = terms
    }

    var wanted: [Term] { terms.filter { !$0.isExcluded } }
    var unwanted: [Term] { terms.filter(\.isExcluded) }

    /// Whether the search index can be used for the query.
    ///
    /// The index contains neither symbols nor words in writing systems that do not use spaces.
    var isInWords: Bool {
        terms.allSatisfy { term in
            term.text.contains { $0.isLetter || $0.isNumber }
                && !term.text.unicodeScalars.contains(where: Self.standsWithoutSpaces)
        }
    }

    /// The query in FTS5 syntax: https://sqlite.org/fts5.html#full_text_query_syntax
    var expression: String {
        func quoted(_ term: Term) -> String {
            "\"" + term.text.split(separator: "\"").joined(separator: "\"\"") + "\"" + (term.isPrefix ? "*" : "")
        }
        let all = wanted.map(quoted).joined(separator: " AND ")
        guard !unwanted.isEmpty else { return all }
        return "(\(all)) NOT (" + unwanted.map(quoted).joined(separator: " OR ") + ")"
    }

    /// Returns whether a scalar is in a Unicode block for Thai, Lao, Burmese, Khmer, Japanese or Chinese.
    private static func standsWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF,
            0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
            true
        default: false
        }
    }
}
