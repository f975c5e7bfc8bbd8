public import Waiter

/// Why something cannot be done with a conversation.
public struct ConversationError: Error, Sendable, CustomStringConvertible {
    /// What kind of mistake it is.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case unknownMessage, noQuestion, contextTooLong, notAMessageArray, missingAttachment
        }
        private let kind: Kind

        /// There is no message of that number.
        public static let unknownMessage = Code(kind: .unknownMessage)
        /// There is no question that could be asked again, changed or taken back.
        public static let noQuestion = Code(kind: .noQuestion)
        /// What must be sent does not fit into the context.
        public static let contextTooLong = Code(kind: .contextTooLong)
        /// What was to be read is no array of messages.
        public static let notAMessageArray = Code(kind: .notAMessageArray)
        /// An attachment is held by reference, and nobody has its bytes.
        public static let missingAttachment = Code(kind: .missingAttachment)

        /// The name of the code.
        public var description: String { kind.rawValue }
    }

    /// What kind of mistake it is.
    public let code: Code
    /// What is wrong, and what mends it.
    public let message: String
    /// For `contextTooLong`: the tokens that must be sent.
    public var tokens: Int?
    /// For `contextTooLong`: the tokens that there is room for.
    public var limit: Int?
    /// For `contextTooLong`, when it was the server that refused: its error.
    public var refusal: OpenAIError?

    /// The server's id of the request that it refused.
    public var requestID: String? { refusal?.requestID }

    init(_ code: Code, _ message: String, tokens: Int? = nil, limit: Int? = nil) {
        self.code = code
        self.message = message
        self.tokens = tokens
        self.limit = limit
    }

    /// The code and the message.
    public var description: String { "\(code): \(message)" }
}

extension ConversationError: Hashable {
    /// Compares everything but the server's error.
    public static func == (a: ConversationError, b: ConversationError) -> Bool {
        (a.code, a.message, a.tokens, a.limit, a.requestID) == (b.code, b.message, b.tokens, b.limit, b.requestID)
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(message)
        hasher.combine(tokens)
        hasher.combine(limit)
        hasher.combine(requestID)
    }
}
