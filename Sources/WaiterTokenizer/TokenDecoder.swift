/// Decodes tokens incrementally, returning only complete characters.
///
/// A character may span several tokens. Its bytes are buffered until its last token is received.
public struct TokenDecoder: Sendable {
    private let encoding: TokenEncoding
    private var pending: [UInt8] = []
    private var offset = 0

    /// Creates a decoder for the tokens of an encoding.
    public init(_ encoding: TokenEncoding) {
        self.encoding = encoding
    }

    /// Appends a token and returns the text that is now complete. Invalid UTF-8 is replaced by U+FFFD.
    ///
    /// - Throws: `TokenizerError` with code `unknownToken`, in which case the decoder is unchanged.
    public mutating func append(_ token: UInt32) throws(TokenizerError) -> String {
        guard encoding.core.append(token, to: &pending) else {
            throw .unknownToken(token, offset: offset, encoding.name)
        }
        offset += 1
        let whole = pending.count - pending.withUnsafeBytes(UTF8Check.unfinished)
        let text = String(decoding: pending[..<whole], as: UTF8.self)
        pending.removeFirst(whole)
        return text
    }

    /// The number of buffered bytes. These bytes belong to an incomplete character.
    public var pendingByteCount: Int { pending.count }

    /// Resets the decoder. Returns U+FFFD if an incomplete character remains, or an empty string otherwise.
    public mutating func finish() -> String {
        let text = String(decoding: pending, as: UTF8.self)
        self = TokenDecoder(encoding)
        return text
    }
}
