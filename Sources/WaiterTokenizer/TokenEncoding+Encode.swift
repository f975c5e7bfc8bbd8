extension TokenEncoding {
    /// Encodes a string as tokens. Special tokens in the string are treated as ordinary text.
    ///
    /// The IDs are the same as those returned by tiktoken's `encode_ordinary`.
    public func encode(_ text: String) -> [UInt32] {
        text.utf8.withContiguousStorageIfAvailable { core.encode(UnsafeRawBufferPointer($0)) }
            ?? Array(text.utf8).withUnsafeBytes { core.encode($0) }
    }

    /// Encodes UTF-8 text as tokens.
    ///
    /// - Throws: `TokenizerError` with code `invalidUTF8` and the offset of the first invalid byte.
    public func encode(utf8 bytes: UnsafeRawBufferPointer) throws(TokenizerError) -> [UInt32] {
        try UTF8Check.check(bytes)
        return core.encode(bytes)
    }

    /// Encodes UTF-8 text as tokens.
    ///
    /// - Throws: `TokenizerError` with code `invalidUTF8` and the offset of the first invalid byte.
    public func encode(utf8 bytes: [UInt8]) throws(TokenizerError) -> [UInt32] {
        try UTF8Check.check(bytes)
        return bytes.withUnsafeBytes { core.encode($0) }
    }

    /// Encodes a string as tokens. Special tokens in the string are treated according to a rule.
    ///
    /// - Throws: `TokenizerError` with code `refusedSpecialToken` and the offset of the first disallowed token.
    public func encode(_ text: String, special: SpecialTokenRule) throws(TokenizerError) -> [UInt32] {
        try core.encode(Array(text.utf8), special: special)
    }
}
