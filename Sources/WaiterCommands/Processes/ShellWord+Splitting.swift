extension ShellWord {
    /// A word of a line, and whether a part of it was quoted, so that its signs mean nothing else.
    package struct Part: Hashable, Sendable {
        package var text: String
        package var isQuoted = false
    }

    /// Splits a line into words as a shell does: at spaces that are neither quoted nor after a backslash.
    ///
    /// - Returns: The words; nil when a quote is not closed.
    package static func split(_ line: String) -> [Part]? {
        var parts: [Part] = []
        var part: Part?
        var quote: Character?
        var isEscaped = false
        for character in line {
            if isEscaped {
                isEscaped = false
                // Within double quotes a backslash is one, unless it stands before a sign that means something there.
                let isKept = quote == "\"" && !"\"\\$`".contains(character)
                part?.text += (isKept ? "\\" : "") + String(character)
            } else if character == "\\", quote != "'" {
                isEscaped = true
                part = part ?? Part(text: "")
                part?.isQuoted = true
            } else if let open = quote {
                if character == open { quote = nil } else { part?.text.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                part = part ?? Part(text: "")
                part?.isQuoted = true
            } else if character.isWhitespace {
                if let ended = part { parts.append(ended) }
                part = nil
            } else {
                part = part ?? Part(text: "")
                part?.text.append(character)
            }
        }
        if isEscaped { part?.text += "\\" }
        if let part { parts.append(part) }
        return quote == nil ? parts : nil
    }
}
