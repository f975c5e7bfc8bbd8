extension TokenEncoding {
    /// Returns the number of tokens in a string.
    ///
    /// Special tokens in the string are treated as ordinary text. The method does not allocate memory for each token.
    public func count(_ text: String) -> Int {
        text.utf8.withContiguousStorageIfAvailable { core.count(UnsafeRawBufferPointer($0)) }
            ?? Array(text.utf8).withUnsafeBytes { core.count($0) }
    }

    /// Returns the number of tokens in a substring.
    public func count(_ text: Substring) -> Int {
        text.utf8.withContiguousStorageIfAvailable { core.count(UnsafeRawBufferPointer($0)) }
            ?? Array(text.utf8).withUnsafeBytes { core.count($0) }
    }

    /// Returns the number of tokens in UTF-8 text.
    ///
    /// - Throws: `TokenizerError` with code `invalidUTF8` and the offset of the first invalid byte.
    public func count(utf8 bytes: UnsafeRawBufferPointer) throws(TokenizerError) -> Int {
        try UTF8Check.check(bytes)
        return core.count(bytes)
    }

    /// Returns the number of tokens in UTF-8 text.
    ///
    /// - Throws: `TokenizerError` with code `invalidUTF8` and the offset of the first invalid byte.
    public func count(utf8 bytes: [UInt8]) throws(TokenizerError) -> Int {
        try UTF8Check.check(bytes)
        return bytes.withUnsafeBytes { core.count($0) }
    }
}
