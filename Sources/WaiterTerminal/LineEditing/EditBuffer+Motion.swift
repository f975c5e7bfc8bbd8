extension EditBuffer {
    /// The index one character before the cursor.
    var previous: String.Index { place > text.startIndex ? text.index(before: place) : place }

    /// The index one character after the cursor.
    var next: String.Index { place < text.endIndex ? text.index(after: place) : place }

    /// The start of the word before the cursor, where a word is a run of letters and digits.
    var wordStart: String.Index { start(of: Self.isPartOfWord) }

    /// The start of the word before the cursor, where words are separated by whitespace.
    var shellWordStart: String.Index { start { !$0.isWhitespace } }

    /// The end of the word after the cursor.
    var wordEnd: String.Index {
        let start = text[place...].firstIndex(where: Self.isPartOfWord) ?? text.endIndex
        return text[start...].firstIndex { !Self.isPartOfWord($0) } ?? text.endIndex
    }

    private func start(of isPart: (Character) -> Bool) -> String.Index {
        let before = text[..<place]
        guard let last = before.lastIndex(where: isPart) else { return text.startIndex }
        return before[...last].lastIndex { !isPart($0) }.map { text.index(after: $0) } ?? text.startIndex
    }

    private static func isPartOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber
    }

    /// The number of characters between the start of the line and the cursor.
    var column: Int { text.distance(from: lineStart, to: place) }

    /// Moves the cursor to the previous line.
    ///
    /// - Returns: Whether there is a previous line.
    mutating func moveUp(column: Int) -> Bool {
        guard lineStart > text.startIndex else { return false }
        move(to: text.index(before: lineStart))
        move(to: text.index(lineStart, offsetBy: column, limitedBy: lineEnd) ?? lineEnd)
        return true
    }

    /// Moves the cursor to the next line.
    ///
    /// - Returns: Whether there is a next line.
    mutating func moveDown(column: Int) -> Bool {
        guard lineEnd < text.endIndex else { return false }
        move(to: text.index(after: lineEnd))
        move(to: text.index(lineStart, offsetBy: column, limitedBy: lineEnd) ?? lineEnd)
        return true
    }

    /// Swaps the characters before and after the cursor. At the end of a line, swaps the two characters before the
    /// cursor.
    mutating func transpose() {
        let right = place == lineEnd ? previous : place
        guard right > lineStart, right < lineEnd else { return }
        let left = text.index(before: right)
        let end = text.index(after: right)
        replace(left..<end, with: String(text[right..<end]) + String(text[left..<right]))
    }
}
