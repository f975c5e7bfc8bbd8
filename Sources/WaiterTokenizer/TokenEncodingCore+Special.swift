extension EncodingCore {
    func encode(_ text: [UInt8], special rule: SpecialTokenRule) throws(TokenizerError) -> [UInt32] {
        // As in tiktoken, the whole text is first checked for disallowed tokens. A disallowed token causes an error
        // wherever it occurs.
        var at = 0
        while let found = nextSpecial(in: text, from: at) {
            if rule.isRefused(found.token) { throw .refusedSpecialToken(found.token, offset: found.range.lowerBound) }
            at = found.range.lowerBound + 1
        }
        var tokens: [UInt32] = []
        var start = 0
        at = 0
        while let found = nextSpecial(in: text, from: at) {
            guard rule.isAllowed(found.token) else {
                at = found.range.lowerBound + 1
                continue
            }
            tokens += encode(text, start..<found.range.lowerBound)
            tokens.append(found.id)
            start = found.range.upperBound
            at = start
        }
        return tokens + encode(text, start..<text.count)
    }

    private func encode(_ text: [UInt8], _ range: Range<Int>) -> [UInt32] {
        text.withUnsafeBytes { encode(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    /// Returns the next special token. Each special token begins with `<|` and ends with the next `|>`.
    private func nextSpecial(
        in text: [UInt8],
        from: Int
    ) -> (token: String, id: UInt32, range: Range<Int>)? {
        let open = UInt8(ascii: "<")
        let close = UInt8(ascii: ">")
        let bar = UInt8(ascii: "|")
        var at = from
        while at + 4 <= text.count {
            guard text[at] == open, text[at + 1] == bar else {
                at += 1
                continue
            }
            let limit = min(text.count, at + longestSpecial)
            var end = at + 3
            while end < limit, !(text[end] == close && text[end - 1] == bar) { end += 1 }
            if end < limit {
                let token = String(decoding: text[at...end], as: UTF8.self)
                if let id = specialTokens[token] { return (token, id, at..<end + 1) }
            }
            at += 1
        }
        return nil
    }
}
