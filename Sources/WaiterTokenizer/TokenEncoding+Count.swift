extension TokenEncoding {
    /// Says how many tokens a text has.
    ///
    /// Special tokens in it are ordinary text. Nothing is allocated per token.
    public func count(_ text: String) -> Int {
        text.utf8.withContiguousStorageIfAvailable { core.count(UnsafeRawBufferPointer($0)) }
            ?? Array(text.utf8).withUnsafeBytes { core.count($0) }
    }

    /// Says how many tokens a part of a text has.
    public func count(_ text: Substring) -> Int {
        text.utf8.withContiguousStorageIfAvailable { core.count(UnsafeRawBufferPointer($0)) }
            ?? Array(text.utf8).withUnsafeBytes { core.count($0) }
    }

    /// Says how many tokens a text in UTF-8 has; throws `invalidUTF8` with the offset of the first wrong byte.
    public func count(utf8 bytes: UnsafeRawBufferPointer) throws(TokenizerError) -> Int {
        try UTF8Check.check(bytes)
        return core.count(bytes)
    }

    /// Says how many tokens a text in UTF-8 has; throws `invalidUTF8` with the offset of the first wrong byte.
    public func count(utf8 bytes: [UInt8]) throws(TokenizerError) -> Int {
        try UTF8Check.check(bytes)
        return bytes.withUnsafeBytes { core.count($0) }
    }
}
