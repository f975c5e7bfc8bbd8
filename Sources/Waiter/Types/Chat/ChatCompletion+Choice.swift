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

        /// Makes an answer.
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

        private enum CodingKeys: String, CodingKey {
            case index, message, logprobs
            case finishReason = "finish_reason"
        }

        /// Reads an answer, which needs a `message`.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            index = try container.integer(forKey: .index) ?? 0
            message = try container.decode(Message.self, forKey: .message)
            finishReason = try container.word(FinishReason.self, forKey: .finishReason)
            logprobs = try container.decodeIfPresent(ChatLogprobs.self, forKey: .logprobs)
        }

        /// Writes the answer; likelihoods and reason are written as null when there are none, as OpenAI does.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(index, forKey: .index)
            try container.encode(message, forKey: .message)
            try container.encode(logprobs, forKey: .logprobs)
            try container.encode(finishReason, forKey: .finishReason)
        }
    }
}
