extension ShellWord {
    /// A word in a command line.
    package struct Part: Hashable, Sendable {
        /// The word with quoting removed.
        package var text = ""
        /// The word as a glob pattern, in which quoted wildcards are escaped with backslashes.
        package var pattern = ""
        /// Whether the word contains an unquoted wildcard.
        package var isPattern = false

        fileprivate mutating func append(_ character: Character, isQuoted: Bool) {
            text.append(character)
            if "*?[\\".contains(character) {
                if isQuoted { pattern.append("\\") } else { isPattern = true }
            }
            pattern.append(character)
        }
    }

    /// Splits a line into words as a shell does, at unquoted and unescaped whitespace.
    ///
    /// - Returns: The words, or `nil` if a quotation mark is not closed.
    package static func split(_ line: String) -> [Part]? {
        var parts: [Part] = []
        var part: Part?
        var quote: Character?
        var isEscaped = false
        func append(_ character: Character, isQuoted: Bool) {
            part = part ?? Part()
            part?.append(character, isQuoted: isQuoted)
        }
        for character in line {
            if isEscaped {
                isEscaped = false
                // Within double quotes, a backslash is literal unless the next character is special.
                if quote == "\"", !"\"\\$`".contains(character) { append("\\", isQuoted: true) }
                append(character, isQuoted: true)
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { append(character, isQuoted: true) }
            } else if character == "'" || character == "\"" {
                quote = character
                part = part ?? Part()
            } else if character.isWhitespace {
                if let ended = part { parts.append(ended) }
                part = nil
            } else {
                append(character, isQuoted: false)
            }
        }
        if isEscaped { append("\\", isQuoted: true) }
        if let part { parts.append(part) }
        return quote == nil ? parts : nil
    }
}
