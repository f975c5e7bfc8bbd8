/// What is looked for, in the words of a user.
///
/// All words must be there, in any order and form of letters; `"two words"` must stand together; `word*` begins a word;
/// `-word` must not be there, unless nothing else is looked for. Every other sign is only text.
struct SearchQuery {
    /// One thing that must, or must not, be there.
    struct Term: Hashable {
        var text: String
        var isPrefix = false
        var isExcluded = false
    }

    /// What was asked for; empty when nothing was.
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
        // A search for nothing but what must not be there is one for words that begin with a dash.
        if terms.allSatisfy(\.isExcluded) {
            terms = terms.map { Term(text: "-" + $0.text, isPrefix: $0.isPrefix) }
        }
        self.terms = terms
    }

    var wanted: [Term] { terms.filter { !$0.isExcluded } }
    var unwanted: [Term] { terms.filter(\.isExcluded) }

    /// Whether the index of words can answer: it knows no words of scripts that are written without spaces, and no signs.
    var isInWords: Bool {
        terms.allSatisfy { term in
            term.text.contains { $0.isLetter || $0.isNumber }
                && !term.text.unicodeScalars.contains(where: Self.standsWithoutSpaces)
        }
    }

    /// The question in the words of FTS5: https://sqlite.org/fts5.html#full_text_query_syntax
    var expression: String {
        func quoted(_ term: Term) -> String {
            "\"" + term.text.split(separator: "\"").joined(separator: "\"\"") + "\"" + (term.isPrefix ? "*" : "")
        }
        let all = wanted.map(quoted).joined(separator: " AND ")
        guard !unwanted.isEmpty else { return all }
        return "(\(all)) NOT (" + unwanted.map(quoted).joined(separator: " OR ") + ")"
    }

    /// Thai, Lao, Burmese, Khmer, Japanese and Chinese, by their blocks.
    private static func standsWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF,
            0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
            true
        default: false
        }
    }
}
