/// Detects placeholders, such as `YOUR_KEY`, `xxxx`, `1234567890`, `abcabcabc` or `test...`.
package enum PlaceholderFilter {
    /// The words that are too long to occur in a random key by chance.
    private static let words = [
        "example", "placeholder", "changeme", "redacted", "dummy", "sample", "replace", "insert", "secret",
        "xxxxxx", "notreal", "invalid",
    ].map { Array($0.utf8) }

    /// The short words, which are recognized only at the start of a separate word.
    private static let firstWords = ["test", "fake", "demo", "mock", "todo", "your", "xxxx"].map { Array($0.utf8) }

    /// The number of characters to check for repetition, from the start of a key.
    private static let patternLength = 64

    /// Returns whether the body of a key is a placeholder.
    package static func matches(_ body: UnsafeBufferPointer<UInt8>) -> Bool {
        isRow(body) || isRepetition(body) || hasWord(body)
    }

    private static func hasWord(_ body: UnsafeBufferPointer<UInt8>) -> Bool {
        let text = body.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        func has(_ word: [UInt8], at start: Int) -> Bool {
            text[start] == word[0] && text.count - start >= word.count
                && word.indices.allSatisfy { text[start + $0] == word[$0] }
        }
        for start in text.indices {
            if words.contains(where: { has($0, at: start) }) { return true }
            let isFirst = start == 0 || !ByteSet.alphanumeric.contains(byte: text[start - 1])
            if isFirst, firstWords.contains(where: { has($0, at: start) }) { return true }
        }
        return false
    }

    /// Returns whether most characters are consecutive or equal, as in `aaaa`, `1234`, `abcd` and `9876`.
    private static func isRow(_ body: UnsafeBufferPointer<UInt8>) -> Bool {
        guard body.count > 1 else { return false }
        let steps = (1..<body.count).count { abs(Int(body[$0]) - Int(body[$0 - 1])) <= 1 }
        return steps * 2 >= body.count - 1
    }

    /// Returns whether the text is a repetition of a shorter string, as in `deadbeefdeadbeef`.
    private static func isRepetition(_ body: UnsafeBufferPointer<UInt8>) -> Bool {
        let length = min(body.count, patternLength)
        guard length >= 4 else { return false }
        return (1...length / 2).contains { period in
            let same = (period..<length).count { body[$0] == body[$0 - period] }
            return same * 10 >= (length - period) * 9
        }
    }
}
