/// Finds places at which every rule ends a piece, whatever comes before and after.
enum SafeCut {
    /// The last such place in valid UTF-8 that lies after `start`; 0 when there is none.
    static func last(in bytes: UnsafeRawBufferPointer, after start: Int) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let scanner = PieceScanner<O200kRule>(base.assumingMemoryBound(to: UInt8.self), count: bytes.count)
        var at = bytes.count
        var next: CharacterClass?
        while at > 0 {
            let end = at
            repeat { at -= 1 } while at > 0 && bytes[at] & 0xC0 == 0x80
            let kind = scanner.character(at).class
            // A place before a character that was looked at in vain is not looked at again.
            guard end > start else { return 0 }
            if let next, isCut(between: kind, and: next, isApostrophe: bytes[end] == Ascii.apostrophe) { return end }
            next = kind
        }
        return 0
    }

    /// Words and numbers end where their class ends, but for contractions and marks; signs take line ends along, and
    /// everything ends before other white space.
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
