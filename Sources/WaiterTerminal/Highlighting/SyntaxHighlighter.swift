/// A line-by-line syntax highlighter that continues open comments and strings on the next line.
struct SyntaxHighlighter {
    private enum State {
        case code, comment
        case quote(Int)
        case tag
        case tagQuote(Unicode.Scalar)
        /// The highlighter is inside a diff line that arrives in several chunks.
        case diffLine(TextStyle.Role)
    }

    private let language: SyntaxLanguage?
    private var state = State.code
    private var line: [Unicode.Scalar] = []
    private var roles: [TextStyle.Role] = []
    private var index = 0

    init(language: String) {
        self.language = SyntaxLanguage.named(language)
    }

    /// Returns the role of each scalar in a line, or in a chunk of a very long line.
    mutating func roles(of line: [Unicode.Scalar], endsLine: Bool) -> [TextStyle.Role] {
        self.line = line
        roles = Array(repeating: .text, count: line.count)
        index = 0
        guard let language else { return roles }
        switch language.kind {
        case .code: while index < line.count { readCode(language) }
        case .markup: while index < line.count { readMarkup() }
        case .diff: readDiff(endsLine)
        }
        if endsLine, case .quote(let quote) = state, !language.quotes[quote].spansLines { state = .code }
        return roles
    }

    private mutating func mark(_ role: TextStyle.Role, to end: Int) {
        let end = min(end, line.count)
        for index in index..<max(index, end) { roles[index] = role }
        index = max(index + 1, end)
    }

    private func begins(_ mark: [Unicode.Scalar], at index: Int) -> Bool {
        guard index + mark.count <= line.count else { return false }
        for offset in mark.indices where line[index + offset] != mark[offset] { return false }
        return true
    }

    /// Returns the index after the next occurrence of the mark, or `nil` if the mark does not occur again.
    private func end(of mark: [Unicode.Scalar], hasEscapes: Bool = false) -> Int? {
        var index = index
        while index < line.count {
            if hasEscapes, line[index] == "\\" {
                index += 2
            } else if begins(mark, at: index) {
                return index + mark.count
            } else {
                index += 1
            }
        }
        return nil
    }
}

// MARK: - Code

extension SyntaxHighlighter {
    private mutating func readCode(_ language: SyntaxLanguage) {
        switch state {
        case .comment: readComment(to: language.blockComment?.close ?? [])
        case .quote(let quote): readQuote(language.quotes[quote], language)
        default: readToken(language)
        }
    }

    private mutating func readToken(_ language: SyntaxLanguage) {
        let scalar = line[index]
        if Self.isWordStart(scalar) { return readWord(language) }
        if Self.isDigit(scalar) { return readNumber() }
        if scalar == " " {
            index += 1
            return
        }
        let isSpaced = index == 0 || line[index - 1] == " " || line[index - 1] == "\t"
        if isSpaced || !language.spacesComments, language.lineComments.contains(where: { begins($0, at: index) }) {
            return mark(.comment, to: line.count)
        }
        if let comment = language.blockComment, begins(comment.open, at: index) {
            state = .comment
            return mark(.comment, to: index + comment.open.count)
        }
        if let quote = language.quotes.firstIndex(where: { begins($0.open, at: index) }) {
            if language.hasLifetimes, scalar == "'", !isCharacter {
                index += 1
                return
            }
            state = .quote(quote)
            return mark(.string, to: index + language.quotes[quote].open.count)
        }
        if language.sigils.contains(scalar) { return readSigil(language) }
        index += 1
    }

    private mutating func readComment(to close: [Unicode.Scalar]) {
        let end = end(of: close)
        if end != nil { state = .code }
        mark(.comment, to: end ?? line.count)
    }

    private mutating func readQuote(_ quote: SyntaxLanguage.Quote, _ language: SyntaxLanguage) {
        let end = end(of: quote.close, hasEscapes: quote.hasEscapes)
        let start = index
        mark(.string, to: end ?? line.count)
        guard end != nil else { return }
        state = .code
        guard language.hasKeys, isBeforeColon(index) else { return }
        for index in max(0, start - quote.open.count)..<index { roles[index] = .property }
    }

    private mutating func readWord(_ language: SyntaxLanguage) {
        let end = wordEnd(from: index, language)
        let first = line[index]
        let word = line[index..<end]
        if language.hasKeys, isBeforeColon(end) {
            mark(.property, to: end)
        } else if word.count < 24, language.keywords.contains(Self.string(word, lowercased: language.ignoresCase)) {
            mark(.keyword, to: end)
        } else if language.hasTypes, "A"..."Z" ~= first {
            mark(.type, to: end)
        } else {
            index = end
        }
    }

    private mutating func readNumber() {
        var end = index + 1
        while end < line.count, Self.isDigit(line[end]) || Self.isWordStart(line[end]) || isPoint(end) { end += 1 }
        mark(.number, to: end)
    }

    private func isPoint(_ index: Int) -> Bool {
        line[index] == "." && index + 1 < line.count && Self.isDigit(line[index + 1])
    }

    private mutating func readSigil(_ language: SyntaxLanguage) {
        var end = index + 1
        if line[index] == "$", end < line.count, line[end] == "{" || line[end] == "(" {
            return mark(.property, to: end + 1)
        }
        end = wordEnd(from: end, language)
        if end == index + 1 {
            index += 1
            return
        }
        mark(line[index] == "$" ? .property : .keyword, to: end)
    }

    /// Whether the quote at the index opens a character literal rather than a lifetime.
    private var isCharacter: Bool {
        guard index + 2 < line.count else { return false }
        return line[index + 1] == "\\" || line[index + 2] == "'"
    }

    private func wordEnd(from start: Int, _ language: SyntaxLanguage) -> Int {
        var end = start
        while end < line.count, Self.isWordStart(line[end]) || Self.isDigit(line[end]) || isWordScalar(end, language) {
            end += 1
        }
        return end
    }

    private func isWordScalar(_ index: Int, _ language: SyntaxLanguage) -> Bool {
        !language.wordScalars.isEmpty && language.wordScalars.contains(line[index])
    }

    private func isBeforeColon(_ start: Int) -> Bool {
        var index = start
        while index < line.count, line[index] == " " { index += 1 }
        guard index < line.count, line[index] == ":" || (line[index] == "=" && index > start) else { return false }
        // Excludes the colon of a URL scheme.
        return index + 1 >= line.count || line[index + 1] != "/"
    }

    private static func isWordStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || 0x61...0x7A ~= scalar.value | 0x20 || scalar.value >= 0x80
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { 0x30...0x39 ~= scalar.value }

    private static func string(_ word: ArraySlice<Unicode.Scalar>, lowercased: Bool) -> String {
        guard word.allSatisfy(\.isASCII) else { return "" }
        let mask: UInt32 = lowercased ? 0x20 : 0
        return String(decoding: word.lazy.map { UInt8(truncatingIfNeeded: $0.value | mask) }, as: UTF8.self)
    }
}

// MARK: - Markup and diffs

extension SyntaxHighlighter {
    private mutating func readMarkup() {
        switch state {
        case .comment: readComment(to: Array("-->".unicodeScalars))
        case .tag: readTag()
        case .tagQuote(let quote):
            let end = end(of: [quote])
            if end != nil { state = .tag }
            mark(.string, to: end ?? line.count)
        default: readContent()
        }
    }

    private mutating func readContent() {
        if begins(Array("<!--".unicodeScalars), at: index) {
            state = .comment
            return mark(.comment, to: index + 4)
        }
        guard line[index] == "<", index + 1 < line.count else {
            index += 1
            return
        }
        var end = index + 1
        while end < line.count, "/!?".unicodeScalars.contains(line[end]) { end += 1 }
        while end < line.count, !" \t>/".unicodeScalars.contains(line[end]) { end += 1 }
        state = .tag
        mark(.keyword, to: end)
    }

    private mutating func readTag() {
        switch line[index] {
        case ">":
            state = .code
            mark(.keyword, to: index + 1)
        case "/", "?": mark(.keyword, to: index + 1)
        case "\"", "'":
            state = .tagQuote(line[index])
            mark(.string, to: index + 1)
        case " ", "\t", "=": index += 1
        default:
            var end = index + 1
            while end < line.count, !" \t=>/\"'".unicodeScalars.contains(line[end]) { end += 1 }
            mark(.property, to: end)
        }
    }

    private mutating func readDiff(_ endsLine: Bool) {
        var role = diffRole
        if case .diffLine(let begun) = state { role = begun }
        mark(role, to: line.count)
        state = endsLine ? .code : .diffLine(role)
    }

    private var diffRole: TextStyle.Role {
        switch line.first {
        case "+": .added
        case "-": .removed
        case "@": .keyword
        case "d" where begins(Array("diff ".unicodeScalars), at: 0): .comment
        case "i" where begins(Array("index ".unicodeScalars), at: 0): .comment
        default: .text
        }
    }
}
