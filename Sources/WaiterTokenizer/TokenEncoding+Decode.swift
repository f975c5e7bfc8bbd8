extension TokenEncoding {
    /// Returns the bytes that the given tokens represent. Special tokens are also decoded.
    ///
    /// - Throws: `TokenizerError` with code `unknownToken` for an ID that is not in the encoding.
    public func decode(_ tokens: some Sequence<UInt32>) throws(TokenizerError) -> [UInt8] {
        var bytes: [UInt8] = []
        var offset = 0
        for token in tokens {
            guard core.append(token, to: &bytes) else { throw .unknownToken(token, offset: offset, name) }
            offset += 1
        }
        return bytes
    }

    /// Returns the text that the given tokens represent. Invalid UTF-8, such as a truncated character, is replaced by
    /// U+FFFD.
    ///
    /// - Throws: `TokenizerError` with code `unknownToken`.
    public func decodeText(_ tokens: some Sequence<UInt32>) throws(TokenizerError) -> String {
        String(decoding: try decode(tokens), as: UTF8.self)
    }

    /// Returns the text that the given tokens represent. The decoded bytes must be valid UTF-8.
    ///
    /// - Throws: `TokenizerError` with code `invalidText` or `unknownToken`.
    public func decodeStrictly(_ tokens: some Sequence<UInt32>) throws(TokenizerError) -> String {
        let bytes = try decode(tokens)
        if let offset = bytes.withUnsafeBytes(UTF8Check.firstInvalid) { throw .invalidText(offset: offset) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Returns the bytes of a token, or `nil` if the ID is not in the encoding.
    public func bytes(of token: UInt32) -> [UInt8]? {
        var bytes: [UInt8] = []
        return core.append(token, to: &bytes) ? bytes : nil
    }
}

extension EncodingCore {
    /// Appends the bytes of a token. Returns `false` if the ID is unknown.
    func append(_ token: UInt32, to bytes: inout [UInt8]) -> Bool {
        if token < tables.limit {
            let length = tables.length(of: token)
            if length > 0 {
                bytes.append(contentsOf: UnsafeBufferPointer(start: tables.text(of: token), count: length))
                return true
            }
        }
        guard let text = specialTexts[token] else { return false }
        bytes.append(contentsOf: text.utf8)
        return true
    }
}
