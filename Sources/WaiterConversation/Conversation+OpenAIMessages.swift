public import Waiter

extension Conversation {
    /// Creates a conversation from a messages array in OpenAI's format, or from a request that contains such an array
    /// as `messages`.
    ///
    /// - Throws: `ConversationError` with code `.notAMessageArray`.
    public init(model: String, openAIMessages json: [UInt8]) throws {
        guard let value = try? JSONValue(parsing: json) else {
            throw ConversationError(.notAMessageArray, "not valid JSON")
        }
        try self.init(model: model, openAIMessages: value)
    }

    /// Creates a conversation from a messages array in OpenAI's format, given as parsed JSON.
    ///
    /// - Throws: `ConversationError` with code `.notAMessageArray`.
    public init(model: String, openAIMessages json: JSONValue) throws {
        guard let array = (json["messages"] ?? json).arrayValue else {
            throw ConversationError(.notAMessageArray, "not a JSON array of messages")
        }
        let messages = try array.enumerated().map { place, value in
            guard let message = try? JSONBodyDecoder.decode(ChatMessage.self, from: value) else {
                throw ConversationError(.notAMessageArray, "element \(place) is not a message with a role")
            }
            return message
        }
        self.init(model: model, messages: messages)
    }

    /// The messages from the start to the head, in the format of the `messages` member of an OpenAI request.
    ///
    /// The array contains all messages. Use `fitted` to select messages that fit in a model's context window and that
    /// servers accept.
    ///
    /// - Throws: An error if a message contains a number that JSON cannot represent, such as infinity.
    public var openAIMessages: JSONValue {
        get throws { try JSONValue(parsing: openAIMessageBytes) }
    }

    /// The messages from the start to the head, as UTF-8 encoded JSON in OpenAI's message format.
    ///
    /// - Throws: An error if a message contains a number that JSON cannot represent, such as infinity.
    public var openAIMessageBytes: [UInt8] {
        get throws {
            // Responses API items are not part of OpenAI's message format.
            let plain = messages.map { message in
                var message = message
                message.responseItems = []
                return message
            }
            return try JSONBodyEncoder.encode(plain)
        }
    }
}
