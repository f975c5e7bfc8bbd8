extension ChatCompletion {
    /// Creates a completion from a response.
    ///
    /// The message consists of the text, refusal, reasoning, calls, citations and generated images. If the output
    /// contains anything else, all of its items are stored in `Message.responseItems`.
    ///
    /// - Parameter response: The complete or partial response.
    public init(_ response: ModelResponse) {
        var message = Message()
        let text = response.outputText
        message.refusal = response.refusal
        message.reasoning = response.reasoningText
        message.toolCalls = response.output.compactMap(\.toolCall) + response.output.waitingCalls
        message.content = text.isEmpty && (message.refusal != nil || !message.toolCalls.isEmpty) ? nil : text
        message.annotations = response.messages.flatMap(\.annotations).map(ChatAnnotation.init)
        message.images = response.output.compactMap(\.image)
        if !response.isExpressible { message.responseItems = response.output.map(\.json) }
        let isEmpty = response.output.isEmpty && response.finishReason == nil
        self.init(
            id: response.id,
            choices: isEmpty ? [] : [Choice(message: message, finishReason: response.chatFinishReason)],
            created: response.createdAt.flatMap { Int(exactly: $0.rounded(.down)) },
            model: response.model,
            usage: response.usage.flatMap { try? JSONBodyDecoder.decode(CompletionUsage.self, from: .object($0.json)) },
            serviceTier: response.serviceTier,
            metadata: response.metadata
        )
    }
}

extension ModelResponse {
    /// The equivalent finish reason in chat completions, or `nil` if the response is not finished.
    var chatFinishReason: FinishReason? {
        guard let reason = finishReason else { return nil }
        switch reason.outcome {
        case .truncated: return .length
        case .filtered: return .contentFilter
        case .complete:
            let hasCalls = output.contains { $0.toolCall != nil } || !output.waitingCalls.isEmpty
            return hasCalls ? .toolCalls : .stop
        default: return reason
        }
    }

    /// Whether a chat completion message can represent the whole output.
    fileprivate var isExpressible: Bool {
        var messages = 0
        return output.allSatisfy { item in
            switch item {
            case .functionCall(let call): return call.namespace == nil
            case .customToolCall(let call): return call.namespace == nil
            case .message(let message):
                messages += 1
                return messages == 1 && message.phase == nil
            default: return false
            }
        }
    }
}

extension ResponseItem {
    /// The tool call whose result the client must supply, or `nil` for other items.
    var toolCall: ToolCall? {
        switch self {
        case .functionCall(let call): .function(id: call.callID, name: call.name, arguments: call.arguments)
        case .customToolCall(let call): .custom(id: call.callID, name: call.name, input: call.input)
        default: nil
        }
    }

    fileprivate var image: ChatContentPart? {
        guard case .imageGenerationCall = self, let data = json["result"]?.stringValue, !data.isEmpty else {
            return nil
        }
        let format = json["output_format"]?.stringValue ?? "png"
        return .imageURL("data:image/\(format);base64,\(data)")
    }
}

extension ChatAnnotation {
    fileprivate init(_ annotation: ResponseAnnotation) {
        guard annotation.type == .urlCitation, let url = annotation.url else {
            self = .unknown(.object(annotation.json))
            return
        }
        self = .urlCitation(
            URLCitation(
                startIndex: annotation.startIndex ?? 0,
                endIndex: annotation.endIndex ?? 0,
                title: annotation.title ?? "",
                url: url
            )
        )
    }
}
