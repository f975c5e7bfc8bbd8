/// An error in text, in a token sequence, or in an encoding name.
public struct TokenizerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of error. Minor releases may add kinds.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case invalidUTF8, unknownToken, refusedSpecialToken, unknownEncoding, invalidText
        }

        private let kind: Kind

        /// The bytes are not valid UTF-8. `offset` is the offset of the first invalid byte.
        public static let invalidUTF8 = Code(kind: .invalidUTF8)
        /// The encoding has no token with this ID. `offset` is the index of the ID in the token sequence.
        public static let unknownToken = Code(kind: .unknownToken)
        /// The text contains a disallowed special token. `offset` is the byte offset of the token.
        public static let refusedSpecialToken = Code(kind: .refusedSpecialToken)
        /// The encoding name is unknown.
        public static let unknownEncoding = Code(kind: .unknownEncoding)
        /// The decoded bytes are not valid UTF-8. `offset` is the offset of the first invalid byte.
        public static let invalidText = Code(kind: .invalidText)

        /// The name of the code.
        public var description: String { kind.rawValue }
    }

    /// The kind of the error.
    public let code: Code
    /// The offset of the error, or `nil` if the error has no offset.
    public let offset: Int?
    /// The known names that are closest to an unknown name, closest first.
    public let nearest: [String]
    /// A one-sentence description of the error and its location.
    public let message: String

    /// The message.
    public var description: String { message }

    private init(_ code: Code, offset: Int? = nil, nearest: [String] = [], _ message: String) {
        self.code = code
        self.offset = offset
        self.nearest = nearest
        self.message = message
    }

    static func invalidUTF8(offset: Int) -> Self {
        Self(.invalidUTF8, offset: offset, "the text contains invalid UTF-8 at byte \(offset)")
    }

    static func unknownToken(_ id: UInt32, offset: Int, _ encoding: String) -> Self {
        Self(.unknownToken, offset: offset, "\(encoding) has no token with ID \(id) (at index \(offset))")
    }

    static func refusedSpecialToken(_ token: String, offset: Int) -> Self {
        Self(.refusedSpecialToken, offset: offset, "the text contains the special token \(token) at byte \(offset)")
    }

    static func unknownEncoding(_ name: String, nearest: [String]) -> Self {
        let known = nearest.joined(separator: ", ")
        return Self(.unknownEncoding, nearest: nearest, "unknown encoding \"\(name)\"; closest matches: \(known)")
    }

    static func invalidText(offset: Int) -> Self {
        Self(.invalidText, offset: offset, "the decoded tokens contain invalid UTF-8 at byte \(offset)")
    }
}
