extension ChatCompletion {
    /// The model's message.
    ///
    /// `ChatMessage(message)` makes a message of it that the next request carries back.
    public struct Message: Codable, Sendable, Hashable {
        /// Who wrote it; the assistant when the server does not say.
        public var role: Role
        /// The text, or nil when there is none, for example beside tool calls.
        public var content: String?
        /// What the model says instead when it refuses.
        public var refusal: String?
        /// What the model thought before it answered, from servers that tell.
        ///
        /// On the wire `reasoning_content` (vLLM, DeepSeek, llama.cpp), `reasoning` (Ollama), `reasoning_details`
        /// (OpenRouter), thinking parts of the content (Mistral), or a `<think>` block before the text (`ThinkTags`).
        public var reasoning: String?
        /// The tools that the model wants called, in order; empty when there are none.
        public var toolCalls: [ToolCall]
        /// Remarks on the text, such as the pages of a web search; empty when there are none.
        public var annotations: [ChatAnnotation]
        /// The images that the model made, from servers that answer with some; empty when there are none.
        public var images: [ChatContentPart]
        /// The spoken answer, when the request asked for audio.
        public var audio: Audio?
        /// The function that the model wants called; deprecated in favour of `toolCalls`.
        public var functionCall: FunctionCall?

        /// A spoken answer.
        public struct Audio: Codable, Sendable, Hashable {
            /// The ID by which a later message refers to it.
            public var id: String
            /// The sound in the format that the request named, in base64.
            public var data: String
            /// Until when the ID is valid, in seconds since 1970.
            public var expiresAt: Int?
            /// What is said.
            public var transcript: String

            /// Makes a spoken answer.
            public init(id: String, data: String = "", expiresAt: Int? = nil, transcript: String = "") {
                self.id = id
                self.data = data
                self.expiresAt = expiresAt
                self.transcript = transcript
            }
        }

        /// Makes a message.
        public init(
            role: Role = .assistant,
            content: String? = nil,
            refusal: String? = nil,
            reasoning: String? = nil,
            toolCalls: [ToolCall] = [],
            annotations: [ChatAnnotation] = [],
            images: [ChatContentPart] = [],
            audio: Audio? = nil,
            functionCall: FunctionCall? = nil
        ) {
            self.role = role
            self.content = content
            self.refusal = refusal
            self.reasoning = reasoning
            self.toolCalls = toolCalls
            self.annotations = annotations
            self.images = images
            self.audio = audio
            self.functionCall = functionCall
        }
    }
}

extension ChatCompletion.Message {
    private enum CodingKeys: String, CodingKey {
        case role, content, refusal
        case reasoningContent = "reasoning_content"
        case reasoning
        case reasoningDetails = "reasoning_details"
        case toolCalls = "tool_calls"
        case annotations, images, audio
        case functionCall = "function_call"
    }

    /// Reads a message; each field may be missing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let content = AnswerContent(container.side(JSONValue.self, forKey: .content))
        role = container.word(Role.self, forKey: .role) ?? .assistant
        self.content = content.text
        refusal = try container.messageText(forKey: .refusal) ?? content.refusal
        reasoning = AnswerContent.reasoning(
            container.side(JSONValue.self, forKey: .reasoningContent),
            container.side(JSONValue.self, forKey: .reasoning),
            container.side(JSONValue.self, forKey: .reasoningDetails),
            content
        )
        toolCalls = container.sideList(ToolCall.self, forKey: .toolCalls)
        annotations = container.side(JSONValue.self, forKey: .annotations)?.readableElements(ChatAnnotation.self) ?? []
        images = container.sideList(ChatContentPart.self, forKey: .images) + content.images
        audio = container.side(Audio.self, forKey: .audio)
        functionCall = container.side(FunctionCall.self, forKey: .functionCall)
    }

    /// Writes the message; content and refusal are written as null when there are none, as OpenAI does.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(role, forKey: .role)
        try container.encode(content, forKey: .content)
        try container.encode(refusal, forKey: .refusal)
        try container.encodeIfPresent(reasoning, forKey: .reasoningContent)
        if !toolCalls.isEmpty { try container.encode(toolCalls, forKey: .toolCalls) }
        if !annotations.isEmpty { try container.encode(annotations, forKey: .annotations) }
        if !images.isEmpty { try container.encode(images, forKey: .images) }
        try container.encodeIfPresent(audio, forKey: .audio)
        try container.encodeIfPresent(functionCall, forKey: .functionCall)
    }
}

extension ChatCompletion.Message.Audio {
    private enum CodingKeys: String, CodingKey {
        case id, data
        case expiresAt = "expires_at"
        case transcript
    }

    /// Reads a spoken answer; each field may be missing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.text(forKey: .id) ?? ""
        data = try container.text(forKey: .data) ?? ""
        expiresAt = try container.integer(forKey: .expiresAt)
        transcript = try container.text(forKey: .transcript) ?? ""
    }
}
