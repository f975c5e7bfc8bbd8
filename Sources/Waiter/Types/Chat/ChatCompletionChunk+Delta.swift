extension ChatCompletionChunk {
    /// What is new in a message; text is to be appended to what came before.
    public struct Delta: Sendable, Hashable {
        /// Who writes; most servers say so once, at the beginning.
        public var role: Role?
        /// More text.
        public var content: String?
        /// More of what the model thinks before it answers, from servers that tell.
        ///
        /// On the wire `reasoning_content` (vLLM, DeepSeek, llama.cpp) or `reasoning` (Ollama); OpenAI sends neither.
        public var reasoning: String?
        /// Pieces of tool calls; empty when there are none.
        public var toolCalls: [ToolCallDelta]
        private var rare: Rare<RareDeltaFields>

        /// Makes a piece of a message.
        public init(
            role: Role? = nil,
            content: String? = nil,
            reasoning: String? = nil,
            toolCalls: [ToolCallDelta] = [],
            refusal: String? = nil,
            annotations: [ChatAnnotation] = [],
            audio: AudioDelta? = nil,
            functionCall: FunctionDelta? = nil
        ) {
            self.role = role
            self.content = content
            self.reasoning = reasoning
            self.toolCalls = toolCalls
            rare = Rare()
            if refusal != nil || !annotations.isEmpty || audio != nil || functionCall != nil {
                rare.update {
                    $0.refusal = refusal
                    $0.annotations = annotations
                    $0.audio = audio
                    $0.functionCall = functionCall
                }
            }
        }

        /// Whether there is a refusal, an annotation, audio or a function call.
        var hasRareFields: Bool { !rare.isEmpty }

        /// More of what the model says when it refuses.
        public var refusal: String? {
            get { rare.fields?.refusal }
            set { rare.update { $0.refusal = newValue } }
        }

        /// More remarks on the text; empty when there are none.
        public var annotations: [ChatAnnotation] {
            get { rare.fields?.annotations ?? [] }
            set { rare.update { $0.annotations = newValue } }
        }

        /// More of the spoken answer.
        public var audio: AudioDelta? {
            get { rare.fields?.audio }
            set { rare.update { $0.audio = newValue } }
        }

        /// A piece of the call of a function; deprecated in favour of `toolCalls`.
        public var functionCall: FunctionDelta? {
            get { rare.fields?.functionCall }
            set { rare.update { $0.functionCall = newValue } }
        }
    }
}

private struct RareDeltaFields: RareFields {
    var refusal: String?
    var annotations: [ChatAnnotation] = []
    var audio: ChatCompletionChunk.AudioDelta?
    var functionCall: ChatCompletionChunk.FunctionDelta?
}

extension ChatCompletionChunk.Delta: Codable {
    private enum CodingKeys: String, CodingKey {
        case role, content, refusal
        case reasoningContent = "reasoning_content"
        case reasoning
        case toolCalls = "tool_calls"
        case annotations, audio
        case functionCall = "function_call"
    }

    /// Reads a piece; each field may be missing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            role: try container.word(Role.self, forKey: .role),
            content: try container.messageText(forKey: .content),
            reasoning: try container.reasoning(.reasoningContent, .reasoning),
            toolCalls: try container.list(ChatCompletionChunk.ToolCallDelta.self, forKey: .toolCalls),
            refusal: try container.messageText(forKey: .refusal),
            annotations: try container.list(ChatAnnotation.self, forKey: .annotations),
            audio: try container.decodeIfPresent(ChatCompletionChunk.AudioDelta.self, forKey: .audio),
            functionCall: try container.decodeIfPresent(ChatCompletionChunk.FunctionDelta.self, forKey: .functionCall)
        )
    }

    /// Writes the piece; unset fields are left out.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(role, forKey: .role)
        try container.encodeIfPresent(content, forKey: .content)
        try container.encodeIfPresent(refusal, forKey: .refusal)
        try container.encodeIfPresent(reasoning, forKey: .reasoningContent)
        if !toolCalls.isEmpty { try container.encode(toolCalls, forKey: .toolCalls) }
        if !annotations.isEmpty { try container.encode(annotations, forKey: .annotations) }
        try container.encodeIfPresent(audio, forKey: .audio)
        try container.encodeIfPresent(functionCall, forKey: .functionCall)
    }
}
