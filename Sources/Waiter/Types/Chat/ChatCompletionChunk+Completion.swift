extension ChatCompletionChunk {
    /// Creates a single chunk that contains a complete answer. Some servers ignore `stream: true` and send a complete
    /// answer instead.
    public init(_ completion: ChatCompletion) {
        self.init(
            id: completion.id,
            choices: completion.choices.map(Choice.init),
            created: completion.created,
            model: completion.model,
            serviceTier: completion.serviceTier,
            systemFingerprint: completion.systemFingerprint,
            usage: completion.usage,
            moderation: completion.moderation,
            citations: completion.citations
        )
    }
}

extension ChatCompletionChunk.Choice {
    fileprivate init(_ choice: ChatCompletion.Choice) {
        self.init(
            index: choice.index,
            delta: ChatCompletionChunk.Delta(choice.message),
            finishReason: choice.finishReason,
            logprobs: choice.logprobs
        )
    }
}

extension ChatCompletionChunk.Delta {
    fileprivate init(_ message: ChatCompletion.Message) {
        self.init(
            role: message.role,
            content: message.content,
            reasoning: message.reasoning,
            toolCalls: message.toolCalls.enumerated().map(ChatCompletionChunk.ToolCallDelta.init),
            refusal: message.refusal,
            annotations: message.annotations,
            images: message.images,
            audio: message.audio.map {
                .init(id: $0.id, data: $0.data, expiresAt: $0.expiresAt, transcript: $0.transcript)
            },
            functionCall: message.functionCall.map { .init(name: $0.name, arguments: $0.arguments) }
        )
        if !message.responseItems.isEmpty { responseItems = message.responseItems }
    }
}

extension ChatCompletionChunk.ToolCallDelta {
    init(index: Int, call: ToolCall) {
        self.init(index: index, id: call.id, type: call.type)
        switch call {
        case .function(let call):
            function = .init(name: call.function.name, arguments: call.function.arguments)
        case .custom(let call):
            custom = .init(name: call.custom.name, input: call.custom.input)
        case .unknown(let json):
            unknown = json
        }
    }
}
