extension TokenEncoding {
    /// Makes the tokens of a text; special tokens in it are ordinary text.
    ///
    /// The same ids as tiktoken's `encode_ordinary`.
    public func encode(_ text: String) -> [UInt32] {
        text.utf8.withContiguousStorageIfAvailable { core.encode(UnsafeRawBufferPointer($0)) }
            ?? Array(text.utf8).withUnsafeBytes { core.encode($0) }
    }

    /// Makes the tokens of a text in UTF-8; throws `invalidUTF8` with the offset of the first wrong byte.
    public func encode(utf8 bytes: UnsafeRawBufferPointer) throws(TokenizerError) -> [UInt32] {
        try UTF8Check.check(bytes)
        return core.encode(bytes)
    }

    /// Makes the tokens of a text in UTF-8; throws `invalidUTF8` with the offset of the first wrong byte.
    public func encode(utf8 bytes: [UInt8]) throws(TokenizerError) -> [UInt32] {
        try UTF8Check.check(bytes)
        return bytes.withUnsafeBytes { core.encode($0) }
    }

    /// Makes the tokens of a text in which special tokens have the meaning that `special` gives them.
    ///
    /// Throws `refusedSpecialToken`, with its offset, when the text holds one that is refused.
    public func encode(_ text: String, special: SpecialTokenRule) throws(TokenizerError) -> [UInt32] {
        try core.encode(Array(text.utf8), special: special)
    }
}
