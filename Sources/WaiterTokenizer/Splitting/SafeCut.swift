/// Finds offsets that are piece boundaries under every rule, regardless of the surrounding text.
enum SafeCut {
    /// Returns the last offset after `start` that is a piece boundary under every rule, or 0 if there is no such
    /// offset. The bytes must be valid UTF-8.
    static func last(in bytes: UnsafeRawBufferPointer, after start: Int) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let scanner = PieceScanner<O200kRule>(base.assumingMemoryBound(to: UInt8.self), count: bytes.count)
        var at = bytes.count
        var next: CharacterClass?
        while at > 0 {
            let end = at
            repeat { at -= 1 } while at > 0 && bytes[at] & 0xC0 == 0x80
            let kind = scanner.character(at).class
            // Earlier offsets have already been examined.
            guard end > start else { return 0 }
            if let next, isCut(between: kind, and: next, isApostrophe: bytes[end] == Ascii.apostrophe) { return end }
            next = kind
        }
        return 0
    }

    /// Returns whether a piece always ends between two given characters.
    ///
    /// Words and numbers end where the character class changes, except before contractions and marks. Punctuation
    /// absorbs line breaks. Every piece ends before other whitespace.
    private static func isCut(
        between first: CharacterClass,
        and second: CharacterClass,
        isApostrophe: Bool
    ) -> Bool {
        if first.isLetter {
            return second == .number || second.isSpace || (second == .other && !isApostrophe)
        }
        if first == .number { return second != .number && second != .mark }
        return first.isOther && second == .space
    }
}
