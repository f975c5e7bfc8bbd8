package import Waiter

/// The countable content of a Responses API request.
///
/// The framing of items is not published, so a count is always approximate.
package struct CountedResponsesRequest: Sendable {
    /// The texts, images, calls and tools in the format that `TokenCounter` counts.
    package private(set) var chat: ChatCompletionRequest
    /// The length of encrypted reasoning and compactions in bytes. This content has at most one token per byte.
    package private(set) var encryptedBytes = 0
    /// Whether the request has content that only the server can count, such as files or a stored conversation.
    package private(set) var isPartial = false

    /// Reads the body of a request. Returns `nil` if the body contains neither `input` nor `instructions` nor a
    /// reference to stored state.
    package init?(body: JSONValue, model: String) {
        chat = ChatCompletionRequest(model: model, messages: [])
        for name in ["previous_response_id", "conversation", "prompt"] where body[name]?.isNull == false {
            isPartial = true
        }
        guard body["input"] != nil || body["instructions"] != nil || isPartial else { return nil }
        if let instructions = body["instructions"]?.stringValue { chat.messages.append(.system(instructions)) }
        switch body["input"] {
        case .string(let text)?: chat.messages.append(.user(text))
        case .array(let items)?: for item in items { add(ResponseItem(json: item)) }
        default: break
        }
        chat.tools = (body["tools"]?.arrayValue ?? []).map(Self.tool)
        if let format = body["text"]?["format"], let schema = format["schema"] {
            chat.responseFormat = .jsonSchema(name: format["name"]?.stringValue ?? "", schema: schema)
        }
    }

    /// Returns the token count, excluding encrypted content.
    package func count(by counter: TokenCounter) -> TokenCount {
        var count = counter.count(chat)
        count.note(Self.reason)
        if encryptedBytes > 0 { count.note("encrypted reasoning is not counted") }
        if isPartial { count.note("content stored on the server is not counted") }
        return count
    }

    /// The reason why a count is never exact.
    static let reason = "the prompt format of the Responses API is not published"

    // MARK: Items

    private mutating func add(_ item: ResponseItem) {
        switch item {
        case .message(let message): add(message)
        case .functionCall(let call):
            chat.messages.append(
                .assistant(toolCalls: [.function(id: call.callID, name: call.name, arguments: call.arguments)])
            )
        case .customToolCall(let call):
            chat.messages.append(
                .assistant(toolCalls: [.function(id: call.callID, name: call.name, arguments: call.input)])
            )
        case .functionCallOutput(let output): add(output: output.json["output"], of: output.callID)
        case .customToolCallOutput(let output): add(output: output.json["output"], of: output.callID)
        case .reasoning(let reasoning):
            encryptedBytes += reasoning.encryptedContent?.utf8.count ?? 0
            let text = reasoning.summaryText + reasoning.text
            if !text.isEmpty { chat.messages.append(.assistant(text)) }
        case .compaction(let compaction): encryptedBytes += compaction.encryptedContent.utf8.count
        case .itemReference: isPartial = true
        default: chat.messages.append(.assistant(item.json.jsonText))
        }
    }

    private mutating func add(_ message: ResponseItem.Message) {
        let parts = message.parts.compactMap { part($0) }
        let texts = parts.compactMap(\.text)
        let content: ChatContent = parts.count == 1 && texts.count == 1 ? .text(texts[0]) : .parts(parts)
        chat.messages.append(ChatMessage(role: message.role, content: content))
    }

    private mutating func add(output: JSONValue?, of callID: String) {
        if let parts = output?.arrayValue {
            let parts = parts.compactMap { $0.objectValue.flatMap { part(ResponseContentPart(json: $0)) } }
            chat.messages.append(.tool(parts, toolCallID: callID))
        } else {
            chat.messages.append(.tool(output?.stringValue ?? output?.jsonText ?? "", toolCallID: callID))
        }
    }

    private mutating func part(_ part: ResponseContentPart) -> ChatContentPart? {
        if let text = part.text ?? part.refusal { return .text(text) }
        if let url = part.imageURL { return .imageURL(url) }
        isPartial = true
        return nil
    }

    private static func tool(_ tool: JSONValue) -> ChatTool {
        guard tool["type"]?.stringValue == "function", let name = tool["name"]?.stringValue else {
            return .unknown(tool)
        }
        return .function(
            name: name,
            description: tool["description"]?.stringValue,
            parameters: tool["parameters"]
        )
    }
}
