extension ChatCompletionChunk {
    /// An update to one of the answers.
    public struct Choice: Codable, Sendable, Hashable {
        /// The index of the choice. If the server omits the index, this is the update's position in the chunk.
        public var index: Int
        /// The new content.
        public var delta: Delta
        /// The reason the model stopped, or `nil` until the answer ends.
        public var finishReason: FinishReason?
        /// The log probabilities of the new tokens, if requested.
        public var logprobs: ChatLogprobs?

        /// Creates an update.
        public init(
            index: Int = 0,
            delta: Delta = Delta(),
            finishReason: FinishReason? = nil,
            logprobs: ChatLogprobs? = nil
        ) {
            self.index = index
            self.delta = delta
            self.finishReason = finishReason
            self.logprobs = logprobs
        }

        private enum CodingKeys: String, CodingKey {
            case index, delta, message, text, logprobs
            case finishReason = "finish_reason"
        }

        /// Decodes an update. All members are optional. A `message` or `text` is accepted instead of a `delta`.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                index: try container.integer(forKey: .index) ?? 0,
                delta: container.side(Delta.self, forKey: .delta) ?? container.side(Delta.self, forKey: .message)
                    ?? Delta(content: container.side(String.self, forKey: .text)),
                finishReason: container.word(FinishReason.self, forKey: .finishReason),
                logprobs: container.side(ChatLogprobs.self, forKey: .logprobs)
            )
        }

        /// Encodes the update. As in chunks from OpenAI, a missing finish reason is written as null.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(index, forKey: .index)
            try container.encode(delta, forKey: .delta)
            try container.encodeIfPresent(logprobs, forKey: .logprobs)
            try container.encode(finishReason, forKey: .finishReason)
        }
    }
}
