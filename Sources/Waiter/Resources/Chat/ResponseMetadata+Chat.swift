extension ResponseMetadata {
    /// Creates the metadata of a chat completion, whole or partial.
    package init(_ completion: ChatCompletion) {
        self.init()
        usage = completion.usage.map(TokenUsage.init)
        model = completion.model.isEmpty ? nil : completion.model
        serviceTier = completion.serviceTier
        stopReason = completion.choices.first?.finishReason?.rawValue
        for choice in completion.choices { append(choice.message) }
    }

    private mutating func append(_ message: ChatCompletion.Message) {
        outputTexts += message.producedTexts
        let hasText = [message.content, message.reasoning, message.refusal].contains { !($0 ?? "").isEmpty }
        let hasCalls = !message.toolCalls.isEmpty || message.functionCall != nil
        if hasText || hasCalls || message.audio != nil || !message.images.isEmpty { hasOutput = true }
        if !message.annotations.isEmpty { citesSources = true }
    }
}

extension ChatCompletion.Message {
    /// The texts that the model produced, whose tokens can be counted; those of hidden reasoning cannot.
    package var producedTexts: [String] {
        var texts = [content, reasoning, refusal].compactMap { $0 }
        for call in toolCalls {
            switch call {
            case .function(let call): texts += [call.function.name, call.function.arguments]
            case .custom(let call): texts += [call.custom.name, call.custom.input]
            case .unknown(let value): texts.append(value.jsonText)
            }
        }
        if let call = functionCall { texts += [call.name, call.arguments] }
        return texts
    }
}
