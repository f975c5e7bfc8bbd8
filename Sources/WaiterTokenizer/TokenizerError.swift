/// What went wrong with a text, with tokens or with a name.
public struct TokenizerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of an error; new kinds may come with a minor release.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case invalidUTF8, unknownToken, refusedSpecialToken, unknownEncoding, invalidText
        }

        private let kind: Kind

        /// The bytes are not UTF-8; `offset` leads to the first that is wrong.
        public static let invalidUTF8 = Code(kind: .invalidUTF8)
        /// The encoding has no such id; `offset` is its place among the tokens.
        public static let unknownToken = Code(kind: .unknownToken)
        /// The text holds a special token that was refused; `offset` leads to it, in bytes.
        public static let refusedSpecialToken = Code(kind: .refusedSpecialToken)
        /// There is no encoding of that name.
        public static let unknownEncoding = Code(kind: .unknownEncoding)
        /// The tokens make bytes that are not UTF-8; `offset` leads to the first that is wrong.
        public static let invalidText = Code(kind: .invalidText)

        /// The name of the kind.
        public var description: String { kind.rawValue }
    }

    /// The kind of the error.
    public let code: Code
    /// Where it is, where that makes sense.
    public let offset: Int?
    /// The names that come next to an unknown one, the nearest first.
    public let nearest: [String]
    /// What is wrong and where, in one sentence.
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
        Self(.invalidUTF8, offset: offset, "the text is not valid UTF-8 at byte \(offset)")
    }

    static func unknownToken(_ id: UInt32, offset: Int, _ encoding: String) -> Self {
        Self(.unknownToken, offset: offset, "\(encoding) has no token \(id) (number \(offset) of the tokens)")
    }

    static func refusedSpecialToken(_ token: String, offset: Int) -> Self {
        Self(.refusedSpecialToken, offset: offset, "the text holds the special token \(token) at byte \(offset)")
    }

    static func unknownEncoding(_ name: String, nearest: [String]) -> Self {
        let known = nearest.joined(separator: ", ")
        return Self(.unknownEncoding, nearest: nearest, "there is no encoding \"\(name)\"; the nearest are \(known)")
    }

    static func invalidText(offset: Int) -> Self {
        Self(.invalidText, offset: offset, "the tokens do not make valid UTF-8: wrong at byte \(offset)")
    }
}
