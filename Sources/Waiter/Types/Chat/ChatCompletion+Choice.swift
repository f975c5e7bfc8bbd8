extension ChatCompletion {
    /// One of the answers to a request.
    public struct Choice: Codable, Sendable, Hashable {
        /// The place among the answers; where a server leaves it out, the position in the list.
        public var index: Int
        /// The answer.
        public var message: Message
        /// Why the model stopped; nil when the server does not say.
        public var finishReason: FinishReason?
        /// How likely the tokens were, when the request asked for it.
        public var logprobs: ChatLogprobs?
        /// The error that ended this answer, as OpenRouter reports one; nil otherwise.
        ///
        /// `create` and streams throw it; it stands here in what the error had kept.
        public var error: JSONValue?

        /// Creates an answer.
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

        /// The most choices of an answer: one takes hundreds of bytes in memory, and few on the wire.
        static let mostOfAnAnswer = 1 << 16

        private enum CodingKeys: String, CodingKey {
            case index, message, logprobs, error, delta, text
            case finishReason = "finish_reason"
        }

        /// Reads an answer, which needs a `message`, or a `delta` or `text` in its place.
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

        /// Writes the answer; likelihoods and reason are written as null when there are none, as OpenAI does.
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
