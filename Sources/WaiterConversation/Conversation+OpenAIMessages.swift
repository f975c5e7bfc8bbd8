public import Waiter

extension Conversation {
    /// Reads OpenAI's array of messages, alone or as the member `messages` of a request.
    ///
    /// - Throws: `ConversationError` with code `.notAMessageArray`.
    public init(model: String, openAIMessages json: [UInt8]) throws {
        guard let value = try? JSONValue(parsing: json) else {
            throw ConversationError(.notAMessageArray, "this is no JSON")
        }
        try self.init(model: model, openAIMessages: value)
    }

    /// The same with JSON that is read already.
    ///
    /// - Throws: `ConversationError` with code `.notAMessageArray`.
    public init(model: String, openAIMessages json: JSONValue) throws {
        guard let array = (json["messages"] ?? json).arrayValue else {
            throw ConversationError(.notAMessageArray, "this is no JSON array of messages")
        }
        let messages = try array.enumerated().map { place, value in
            guard let message = try? JSONBodyDecoder.decode(ChatMessage.self, from: value) else {
                throw ConversationError(.notAMessageArray, "element \(place) is no message: each has a role")
            }
            return message
        }
        self.init(model: model, messages: messages)
    }

    /// OpenAI's array of the messages from the beginning to the head, as the member `messages` of a request.
    ///
    /// All of them are there; for those that a model has room for, and that servers take, there is `fitted`.
    ///
    /// - Throws: An error when a message carries a number that JSON has not, such as infinity.
    public var openAIMessages: JSONValue {
        get throws { try JSONValue(parsing: openAIMessageBytes) }
    }

    /// The same in UTF-8.
    ///
    /// - Throws: An error when a message carries a number that JSON has not, such as infinity.
    public var openAIMessageBytes: [UInt8] {
        get throws { try JSONBodyEncoder.encode(messages) }
    }
}
