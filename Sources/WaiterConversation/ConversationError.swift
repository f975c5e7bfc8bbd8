public import Waiter

/// An error that occurs when a conversation is used.
public struct ConversationError: Error, Sendable, CustomStringConvertible {
    /// The cause of an error.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case unknownMessage, noQuestion, contextTooLong, notAMessageArray, missingAttachment, noPendingTools
            case unsuitableModel
        }
        private let kind: Kind

        /// There is no message with the given index.
        public static let unknownMessage = Code(kind: .unknownMessage)
        /// There is no question to repeat, edit or undo.
        public static let noQuestion = Code(kind: .noQuestion)
        /// The messages that must be sent exceed the context window.
        public static let contextTooLong = Code(kind: .contextTooLong)
        /// The input is not an array of messages.
        public static let notAMessageArray = Code(kind: .notAMessageArray)
        /// The bytes of an attachment stored by reference could not be loaded.
        public static let missingAttachment = Code(kind: .missingAttachment)
        /// The conversation has no tool loop to continue.
        public static let noPendingTools = Code(kind: .noPendingTools)

        /// The model cannot take part in a conversation, for example because it is an embedding model.
        public static let unsuitableModel = Code(kind: .unsuitableModel)

        /// The name of the code.
        public var description: String { kind.rawValue }
    }

    /// The cause.
    public let code: Code
    /// A description of the problem and how to fix it.
    public let message: String
    /// The number of tokens that must be sent, for `contextTooLong`.
    public var tokens: Int?
    /// The maximum number of tokens, for `contextTooLong`.
    public var limit: Int?
    /// The error from a server that rejected the request, for `contextTooLong`.
    public var refusal: OpenAIError?

    /// The server's ID for the rejected request.
    public var requestID: String? { refusal?.requestID }

    init(_ code: Code, _ message: String, tokens: Int? = nil, limit: Int? = nil) {
        self.code = code
        self.message = message
        self.tokens = tokens
        self.limit = limit
    }

    static var noPendingTools: ConversationError {
        ConversationError(.noPendingTools, "the conversation has no interrupted tool calls to continue")
    }

    /// The code and the message.
    public var description: String { "\(code): \(message)" }
}

extension ConversationError: Hashable {
    /// Compares everything except the server's error.
    public static func == (a: ConversationError, b: ConversationError) -> Bool {
        (a.code, a.message, a.tokens, a.limit, a.requestID) == (b.code, b.message, b.tokens, b.limit, b.requestID)
    }

    /// Hashes the values that `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(message)
        hasher.combine(tokens)
        hasher.combine(limit)
        hasher.combine(requestID)
    }
}
