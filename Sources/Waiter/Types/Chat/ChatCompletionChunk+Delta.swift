extension ChatCompletionChunk {
    /// What is new in a message; text is to be appended to what came before.
    public struct Delta: Sendable, Hashable {
        /// Who writes; most servers say so once, at the beginning.
        public var role: Role?
        /// More text.
        public var content: String?
        /// More of what the model thinks before it answers, from servers that tell.
        ///
        /// On the wire `reasoning_content` (vLLM, DeepSeek, llama.cpp), `reasoning` (Ollama), `reasoning_details`
        /// (OpenRouter), thinking parts of the content (Mistral), or a `<think>` block before the text (`ThinkTags`).
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
            images: [ChatContentPart] = [],
            audio: AudioDelta? = nil,
            functionCall: FunctionDelta? = nil
        ) {
            self.role = role
            self.content = content
            self.reasoning = reasoning
            self.toolCalls = toolCalls
            rare = Rare()
            if refusal != nil || !annotations.isEmpty || !images.isEmpty || audio != nil || functionCall != nil {
                rare.update {
                    $0.refusal = refusal
                    $0.annotations = annotations
                    $0.images = images
                    $0.audio = audio
                    $0.functionCall = functionCall
                }
            }
        }

        /// Whether there is a refusal, an annotation, an image, audio or a function call.
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

        /// More images that the model made; empty when there are none.
        public var images: [ChatContentPart] {
            get { rare.fields?.images ?? [] }
            set { rare.update { $0.images = newValue } }
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
    var images: [ChatContentPart] = []
    var audio: ChatCompletionChunk.AudioDelta?
    var functionCall: ChatCompletionChunk.FunctionDelta?
}

extension ChatCompletionChunk.Delta: Codable {
    private enum CodingKeys: String, CodingKey {
        case role, content, refusal
        case reasoningContent = "reasoning_content"
        case reasoning
        case reasoningDetails = "reasoning_details"
        case toolCalls = "tool_calls"
        case annotations, images, audio
        case functionCall = "function_call"
    }

    /// Reads a piece; each field may be missing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let content = AnswerContent(container.side(JSONValue.self, forKey: .content))
        self.init(
            role: container.word(Role.self, forKey: .role),
            content: content.text,
            reasoning: AnswerContent.reasoning(
                container.side(JSONValue.self, forKey: .reasoningContent),
                container.side(JSONValue.self, forKey: .reasoning),
                container.side(JSONValue.self, forKey: .reasoningDetails),
                content
            ),
            toolCalls: container.sideList(ChatCompletionChunk.ToolCallDelta.self, forKey: .toolCalls),
            refusal: try container.messageText(forKey: .refusal) ?? content.refusal,
            annotations: container.side(JSONValue.self, forKey: .annotations)?.readableElements(ChatAnnotation.self)
                ?? [],
            images: container.sideList(ChatContentPart.self, forKey: .images) + content.images,
            audio: container.side(ChatCompletionChunk.AudioDelta.self, forKey: .audio),
            functionCall: container.side(ChatCompletionChunk.FunctionDelta.self, forKey: .functionCall)
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
        if !images.isEmpty { try container.encode(images, forKey: .images) }
        try container.encodeIfPresent(audio, forKey: .audio)
        try container.encodeIfPresent(functionCall, forKey: .functionCall)
    }
}
