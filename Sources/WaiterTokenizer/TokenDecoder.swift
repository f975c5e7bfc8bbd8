/// Makes text of tokens that come one after another, and gives out whole characters only.
///
/// A character may be spread over several tokens; its bytes wait until the last of them is there.
public struct TokenDecoder: Sendable {
    private let encoding: TokenEncoding
    private var pending: [UInt8] = []
    private var offset = 0

    /// Begins a text of tokens of this encoding.
    public init(_ encoding: TokenEncoding) {
        self.encoding = encoding
    }

    /// Adds a token and gives the text that is complete; what can never become UTF-8 is U+FFFD.
    ///
    /// Throws `unknownToken`, and is as before then.
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

    /// The number of bytes that wait for the rest of their character.
    public var pendingByteCount: Int { pending.count }

    /// Gives what is left: a character that was cut off, as U+FFFD, or nothing. The decoder is empty then.
    public mutating func finish() -> String {
        let text = String(decoding: pending, as: UTF8.self)
        self = TokenDecoder(encoding)
        return text
    }
}
