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
        outputTexts += [message.content, message.reasoning, message.refusal].compactMap { $0 }
        for call in message.toolCalls {
            switch call {
            case .function(let call): outputTexts += [call.function.name, call.function.arguments]
            case .custom(let call): outputTexts += [call.custom.name, call.custom.input]
            case .unknown(let value): outputTexts.append(value.jsonText)
            }
        }
        if let call = message.functionCall { outputTexts += [call.name, call.arguments] }
        let hasText = [message.content, message.reasoning, message.refusal].contains { !($0 ?? "").isEmpty }
        if hasText || !message.toolCalls.isEmpty || message.functionCall != nil || message.audio != nil {
            hasOutput = true
        }
        if !message.annotations.isEmpty { citesSources = true }
    }
}
