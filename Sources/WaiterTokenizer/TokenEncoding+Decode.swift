extension TokenEncoding {
    /// Gives the bytes of tokens, special ones included; throws `unknownToken` for an id that the encoding has not.
    public func decode(_ tokens: some Sequence<UInt32>) throws(TokenizerError) -> [UInt8] {
        var bytes: [UInt8] = []
        var offset = 0
        for token in tokens {
            guard core.append(token, to: &bytes) else { throw .unknownToken(token, offset: offset, name) }
            offset += 1
        }
        return bytes
    }

    /// Gives the text of tokens; what is not UTF-8, as a character that was cut, becomes U+FFFD.
    public func decodeText(_ tokens: some Sequence<UInt32>) throws(TokenizerError) -> String {
        String(decoding: try decode(tokens), as: UTF8.self)
    }

    /// Gives the text of tokens; throws `invalidText` when they do not make valid UTF-8.
    public func decodeStrictly(_ tokens: some Sequence<UInt32>) throws(TokenizerError) -> String {
        let bytes = try decode(tokens)
        if let offset = bytes.withUnsafeBytes(UTF8Check.firstInvalid) { throw .invalidText(offset: offset) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Gives the bytes of one token; nil for an id that the encoding has not.
    public func bytes(of token: UInt32) -> [UInt8]? {
        var bytes: [UInt8] = []
        return core.append(token, to: &bytes) ? bytes : nil
    }
}

extension EncodingCore {
    /// Appends what a token stands for; false when there is no such token.
    func append(_ token: UInt32, to bytes: inout [UInt8]) -> Bool {
        if token < tables.limit {
            let length = tables.length(of: token)
            if length > PieceKey.longest {
                bytes.append(contentsOf: UnsafeBufferPointer(start: tables.textOfLong(token), count: length))
                return true
            }
            if length > 0 {
                let key = UnsafeRawPointer(tables.keys + Int(token) * 2)
                bytes.append(contentsOf: UnsafeRawBufferPointer(start: key, count: length))
                return true
            }
        }
        guard let text = specialTexts[token] else { return false }
        bytes.append(contentsOf: text.utf8)
        return true
    }
}
