extension ResponseMetadata {
    /// Creates the metadata of a complete or partial response.
    package init(_ response: ModelResponse) {
        var values = MetadataValues()
        values.usage = response.usage.flatMap { TokenUsage(json: .object($0.json)) }
        values.model = response.model.isEmpty ? nil : response.model
        values.serviceTier = response.serviceTier
        values.stopReason = response.finishReason?.rawValue
        values.responseID = response.id.isEmpty ? nil : response.id
        values.finishReasons = [response.finishReason?.rawValue]
        for item in response.output { values.append(item) }
        values.hostedCalls = response.output.hostedCalls
        self.init(values)
    }
}

extension MetadataValues {
    fileprivate mutating func append(_ item: ResponseItem) {
        outputTexts += item.producedTexts
        switch item {
        case .message(let message):
            if !message.text.isEmpty || message.refusal != nil { hasOutput = true }
            if !message.annotations.isEmpty { citesSources = true }
        case .reasoning(let reasoning):
            if !reasoning.text.isEmpty || !reasoning.summary.isEmpty { hasOutput = true }
        default: hasOutput = true
        }
    }
}

extension ResponseItem {
    /// The generated texts whose tokens can be counted. Encrypted reasoning is not included.
    package var producedTexts: [String] {
        switch self {
        case .message(let message): [message.text, message.refusal].compactMap { $0 }.filter { !$0.isEmpty }
        case .functionCall(let call): [call.name, call.arguments]
        case .customToolCall(let call): [call.name, call.input]
        case .reasoning(let reasoning): reasoning.text.isEmpty ? reasoning.summary.compactMap(\.text) : [reasoning.text]
        case .codeInterpreterCall(let call): call.code.map { [$0] } ?? []
        case .mcpCall(let call): [call.name, call.arguments]
        default: []
        }
    }
}
