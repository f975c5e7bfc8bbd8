/// A bash command line up to the cursor.
///
/// The line is parsed here because bash itself splits words at colons.
struct BashLine {
    /// The unquoted words after the program's name. The last word is the one being typed.
    private(set) var words: [String] = []
    private var current = ""
    /// The length of the prefix that bash keeps when it replaces the last word with a completion.
    private var kept = 0
    private var quote: Character?

    /// Parses a command line.
    ///
    /// - Parameters:
    ///   - line: The command line up to the cursor.
    ///   - breaks: The value of bash's COMP_WORDBREAKS.
    init(_ line: String, breaks: String) {
        var hasWord = false
        var rest = Substring(line)
        func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" || character.isNewline }
        while let character = rest.popFirst() {
            if quote == nil, isBlank(character) {
                if hasWord { words.append(current) }
                (current, kept, hasWord) = ("", 0, false)
                continue
            }
            hasWord = true
            if character == quote {
                quote = nil
                kept = current.count
            } else if quote == nil, character == "'" || character == "\"" {
                quote = character
                kept = current.count
            } else if character == "\\", quote != "'" {
                guard let next = rest.popFirst() else { break }
                if quote == "\"", !"$`\"\\".contains(next) { current.append(character) }
                current.append(next)
            } else {
                current.append(character)
                if quote == nil, breaks.contains(character) { kept = current.count }
            }
        }
        words.append(current)
        // Skip variable assignments that precede the program, and the program itself.
        while words.count > 1, Self.isAssignment(words[0]) { words.removeFirst() }
        words.removeFirst()
        if words.isEmpty { (current, kept) = ("", 0) }
    }

    private static func isAssignment(_ word: String) -> Bool {
        guard let equals = word.firstIndex(of: "="), let first = word.first else { return false }
        return (first.isLetter || first == "_")
            && word[..<equals].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }

    /// Returns the text that bash has to insert to turn the last word into a value, or `nil` if the value does not
    /// start with that word.
    func replacement(by value: String) -> String? {
        guard value.hasPrefix(current) else { return nil }
        let end = value.dropFirst(kept)
        switch quote {
        case "'": return end.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
        case nil: return end.map { Self.isPlain($0) ? "\($0)" : "\\\($0)" }.joined()
        default: return end.map { "$`\"\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        }
    }

    private static func isPlain(_ character: Character) -> Bool {
        !character.isASCII || character.isLetter || character.isNumber || "-_./:=@%+,".contains(character)
    }
}
