extension ChatCompletionChunk {
    /// A piece of one of the answers.
    public struct Choice: Codable, Sendable, Hashable {
        /// The place among the answers; where a server leaves it out, the position in the chunk.
        public var index: Int
        /// What is new.
        public var delta: Delta
        /// Why the model stopped; nil until it has.
        public var finishReason: FinishReason?
        /// How likely the new tokens were, when the request asked for it.
        public var logprobs: ChatLogprobs?

        /// Makes a piece.
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

        /// Reads a piece; each field may be missing, and `message` or `text` stand where `delta` belongs.
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

        /// Writes the piece; the reason is written as null while there is none, as OpenAI does.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(index, forKey: .index)
            try container.encode(delta, forKey: .delta)
            try container.encodeIfPresent(logprobs, forKey: .logprobs)
            try container.encode(finishReason, forKey: .finishReason)
        }
    }
}
