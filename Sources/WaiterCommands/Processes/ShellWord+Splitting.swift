extension ShellWord {
    /// A word of a line.
    package struct Part: Hashable, Sendable {
        /// The word as it is meant.
        package var text = ""
        /// The word as a pattern: signs that were quoted have a backslash before them.
        package var pattern = ""
        /// Whether a sign of a pattern stands in it that was not quoted.
        package var isPattern = false

        fileprivate mutating func append(_ character: Character, isQuoted: Bool) {
            text.append(character)
            if "*?[\\".contains(character) {
                if isQuoted { pattern.append("\\") } else { isPattern = true }
            }
            pattern.append(character)
        }
    }

    /// Splits a line into words as a shell does: at spaces that are neither quoted nor after a backslash.
    ///
    /// - Returns: The words; nil when a quote is not closed.
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
                // Within double quotes a backslash is one, unless it stands before a sign that means something there.
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
