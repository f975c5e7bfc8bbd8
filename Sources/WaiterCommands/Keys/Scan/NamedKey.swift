/// A key without a recognizable format. The key is detected by the name that precedes it, as in `COHERE_API_KEY=...`.
package struct NamedKey: KeyDetector, Hashable {
    package var kind: String
    /// The prefix of the name, in lowercase and without separators.
    package var name: [UInt8]
    /// The start of the prefix, up to the first position at which a spelling can contain a separator.
    package var lead: [UInt8]
    /// A word that the rest of the name must contain, or an empty string if no word is required.
    package var word: [UInt8]
    package var set: ByteSet
    package var length: Int
    package var demands: KeyDemands

    package init(
        _ kind: String,
        name: String,
        lead: String? = nil,
        word: String = "",
        _ set: ByteSet,
        _ length: Int,
        _ demands: KeyDemands = []
    ) {
        self.kind = kind
        self.name = Array(name.utf8)
        self.lead = Array((lead ?? name).utf8)
        self.word = Array(word.utf8)
        self.set = set
        self.length = length
        self.demands = demands
    }

    /// The keys that can be detected only by their names.
    package static let all = [
        NamedKey("aws-secret-access-key", name: "awssecret", lead: "aws", .base64, 40, [.mixedCase, .digit]),
        NamedKey("aws-secret-access-key", name: "secretaccesskey", lead: "secret", .base64, 40, [.mixedCase, .digit]),
        NamedKey("cohere", name: "cohere", word: "key", .alphanumeric, 40, [.mixedCase, .digit]),
        NamedKey("cohere", name: "coapi", lead: "co_a", word: "key", .alphanumeric, 40, [.mixedCase, .digit]),
        NamedKey("mistral", name: "mistral", word: "key", .alphanumeric, 32, [.mixedCase, .digit]),
        NamedKey("twilio", name: "twilio", word: "token", .hexadecimal, 32),
        NamedKey("azure-openai", name: "azureopenai", lead: "azure", word: "key", .hexadecimal, 32),
        NamedKey(
            "azure-openai",
            name: "azureopenai",
            lead: "azure",
            word: "key",
            .alphanumeric,
            84,
            [.mixedCase, .digit]
        ),
    ]

    private static let longestName = 48
    private static let longestGap = 12

    package var ignoresCase: Bool { true }

    package func match(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> KeyMatch? {
        guard let nameEnd = endOfName(in: text, at: start) else { return nil }
        var end = nameEnd
        while end < min(text.count, nameEnd + Self.longestGap), Self.isGap(text[end]) { end += 1 }
        guard end > nameEnd else { return nil }
        let valueStart = end
        while end < min(text.count, valueStart + length + 1), set.contains(byte: text[end]) { end += 1 }
        guard end - valueStart == length else { return nil }
        if end < text.count, ByteSet.alphanumeric.contains(byte: text[end]) { return nil }
        let value = UnsafeBufferPointer(rebasing: text[valueStart..<end])
        guard demands.areMet(by: value, of: set) else { return nil }
        return KeyMatch(kind: kind, range: valueStart..<end)
    }

    /// Returns the end of the name that starts at an offset, or `nil` if this key does not have that name.
    private func endOfName(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        let letters: ByteSet = [.lower, .upper]
        if start > 0, ByteSet.lower.contains(byte: text[start]), letters.contains(byte: text[start - 1]) { return nil }
        let limit = min(text.count, start + Self.longestName)
        var end = start
        var matched = 0
        while end < limit, matched < name.count {
            let byte = text[end]
            if byte | 0x20 == name[matched] {
                matched += 1
            } else if matched == 0 || !(byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")) {
                return nil
            }
            end += 1
        }
        guard matched == name.count else { return nil }
        let restStart = end
        while end < limit, ByteSet.base64URL.contains(byte: text[end]) { end += 1 }
        return word.isEmpty || hasWord(in: text[restStart..<end]) ? end : nil
    }

    private func hasWord(in rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard rest.count >= word.count else { return false }
        return (rest.startIndex...rest.endIndex - word.count).contains { start in
            word.indices.allSatisfy { rest[start + $0] | 0x20 == word[$0] }
        }
    }

    /// Returns whether a byte can occur between a name and its value. The text between them is, for example, `"] = "`,
    /// `: '`, or a space.
    private static func isGap(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case " ", "\t", "\"", "'", "\\", "`", ":", "=", ">", ",", "(", ")", "[", "]": true
        default: false
        }
    }
}
