extension ChatCompletion {
    /// One of the generated answers.
    public struct Choice: Codable, Sendable, Hashable {
        /// The index of the choice. If the server omits the index, this is the choice's position in the array.
        public var index: Int
        /// The generated message.
        public var message: Message
        /// The reason the model stopped, or `nil` if the server does not report it.
        public var finishReason: FinishReason?
        /// The log probabilities of the tokens, if requested.
        public var logprobs: ChatLogprobs?
        /// The error that ended this answer, as reported by OpenRouter, or `nil` if there was no error.
        ///
        /// `create` and streams throw this error. The property is set only in the partial result attached to the thrown
        /// error.
        public var error: JSONValue?

        /// Creates a choice.
        public init(
            index: Int = 0,
            message: Message,
            finishReason: FinishReason? = .stop,
            logprobs: ChatLogprobs? = nil
        ) {
            self.index = index
            self.message = message
            self.finishReason = finishReason
            self.logprobs = logprobs
        }

        /// The maximum number of choices in a completion. A limit is needed because a choice can take hundreds of bytes
        /// in memory but only a few on the wire.
        static let mostOfAnAnswer = 1 << 16

        private enum CodingKeys: String, CodingKey {
            case index, message, logprobs, error, delta, text
            case finishReason = "finish_reason"
        }

        /// Decodes a choice. A `message` is required, but a `delta` or `text` is accepted in its place.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            index = try container.integer(forKey: .index) ?? 0
            error = container.side(JSONValue.self, forKey: .error).flatMap { $0.reportsError ? $0 : nil }
            if let message = container.side(Message.self, forKey: .message) {
                self.message = message
            } else if let message = container.side(Message.self, forKey: .delta) {
                self.message = message
            } else if let text = container.side(String.self, forKey: .text) {
                message = Message(content: text)
            } else if error != nil {
                message = Message()
            } else {
                message = try container.decode(Message.self, forKey: .message)
            }
            finishReason = container.word(FinishReason.self, forKey: .finishReason)
            logprobs = container.side(ChatLogprobs.self, forKey: .logprobs)
        }

        /// Encodes the choice. As in responses from OpenAI, missing log probabilities and a missing finish reason are
        /// written as null.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(index, forKey: .index)
            try container.encode(message, forKey: .message)
            try container.encode(logprobs, forKey: .logprobs)
            try container.encode(finishReason, forKey: .finishReason)
            try container.encodeIfPresent(error, forKey: .error)
        }
    }
}
