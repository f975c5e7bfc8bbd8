/// Knows what people write where a key will be: `YOUR_KEY`, `xxxx`, `1234567890`, `abcabcabc`, `test...`.
package enum PlaceholderFilter {
    /// Long enough not to turn up in a random key.
    private static let words = [
        "example", "placeholder", "changeme", "redacted", "dummy", "sample", "replace", "insert", "secret",
        "xxxxxx", "notreal", "invalid",
    ].map { Array($0.utf8) }

    /// So short that they only count as a word of their own, at its beginning.
    private static let firstWords = ["test", "fake", "demo", "mock", "todo", "your", "xxxx"].map { Array($0.utf8) }

    /// How much of a long key is looked at for repetition.
    private static let patternLength = 64

    /// Whether a key's body is none that anybody was given.
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

    /// Whether most characters follow from the one before: `aaaa`, `1234`, `abcd`, `9876`.
    private static func isRow(_ body: UnsafeBufferPointer<UInt8>) -> Bool {
        guard body.count > 1 else { return false }
        let steps = (1..<body.count).count { abs(Int(body[$0]) - Int(body[$0 - 1])) <= 1 }
        return steps * 2 >= body.count - 1
    }

    /// Whether the text is a shorter one over and over: `deadbeefdeadbeef`.
    private static func isRepetition(_ body: UnsafeBufferPointer<UInt8>) -> Bool {
        let length = min(body.count, patternLength)
        guard length >= 4 else { return false }
        return (1...length / 2).contains { period in
            let same = (period..<length).count { body[$0] == body[$0 - period] }
            return same * 10 >= (length - period) * 9
        }
    }
}
