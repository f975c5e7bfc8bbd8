extension EditBuffer {
    /// The place one character before the cursor.
    var previous: String.Index { place > text.startIndex ? text.index(before: place) : place }

    /// The place one character behind the cursor.
    var next: String.Index { place < text.endIndex ? text.index(after: place) : place }

    /// Where the word before the cursor begins: letters and digits.
    var wordStart: String.Index { start(of: Self.isPartOfWord) }

    /// Where the word before the cursor begins: whatever is no white space.
    var shellWordStart: String.Index { start { !$0.isWhitespace } }

    /// Where the word behind the cursor ends.
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

    /// How many characters of its line stand before the cursor.
    var column: Int { text.distance(from: lineStart, to: place) }

    /// Moves to the line above.
    ///
    /// - Returns: Whether there is one.
    mutating func moveUp(column: Int) -> Bool {
        guard lineStart > text.startIndex else { return false }
        move(to: text.index(before: lineStart))
        move(to: text.index(lineStart, offsetBy: column, limitedBy: lineEnd) ?? lineEnd)
        return true
    }

    /// Moves to the line below.
    ///
    /// - Returns: Whether there is one.
    mutating func moveDown(column: Int) -> Bool {
        guard lineEnd < text.endIndex else { return false }
        move(to: text.index(after: lineEnd))
        move(to: text.index(lineStart, offsetBy: column, limitedBy: lineEnd) ?? lineEnd)
        return true
    }

    /// Exchanges the characters around the cursor, or at the end of a line the two before it.
    mutating func transpose() {
        let right = place == lineEnd ? previous : place
        guard right > lineStart, right < lineEnd else { return }
        let left = text.index(before: right)
        let end = text.index(after: right)
        replace(left..<end, with: String(text[right..<end]) + String(text[left..<right]))
    }
}
