extension ResponseItem {
    /// Returns the items that represent the given chat messages.
    ///
    /// A compaction item replaces the items before it, except for instructions.
    static func items(of messages: [ChatMessage]) -> [ResponseItem] {
        var items: [ResponseItem] = []
        var customCalls: Set<String> = []
        for message in messages.sinceCompaction {
            switch message.role {
            case .assistant:
                items += answer(message)
                for case .custom(let call) in message.toolCalls { customCalls.insert(call.id) }
            case .tool where !message.responseItems.isEmpty:
                items += message.responseItems.map(ResponseItem.init(json:))
            case .tool: items.append(result(message, isCustom: customCalls.contains(message.toolCallID ?? "")))
            // Calls in this deprecated format have no IDs.
            case .function: items.append(.functionCallOutput(callID: message.name ?? "", output: message.text))
            default: items.append(input(message))
            }
        }
        return items
    }

    private static func input(_ message: ChatMessage) -> ResponseItem {
        switch message.content {
        case .parts(let parts): .message(Message(role: message.role, parts: parts.map(ResponseContentPart.init)))
        case .text(let text): .message(Message(role: message.role, text: text))
        case .unknown(let json):
            .message(Message(json: ["type": "message", "role": .string(message.role.rawValue), "content": json]))
        case nil: .message(Message(role: message.role, text: ""))
        }
    }

    private static func result(_ message: ChatMessage, isCustom: Bool) -> ResponseItem {
        let id = message.toolCallID ?? ""
        let output: Output
        if case .parts(let parts) = message.content, parts.contains(where: { $0.text == nil }) {
            output = .parts(parts.map(ResponseContentPart.init))
        } else {
            output = .text(message.text)
        }
        return isCustom
            ? .customToolCallOutput(callID: id, output: output) : .functionCallOutput(callID: id, output: output)
    }

    // MARK: Model answers

    private static func answer(_ message: ChatMessage) -> [ResponseItem] {
        let kept = message.responseItems.map(ResponseItem.init(json:))
        if !kept.isEmpty { return sendable(merged(kept, message).sinceCompaction) }
        var items: [ResponseItem] = []
        if let refusal = message.refusal, message.text.isEmpty {
            let part = ResponseContentPart(json: ["type": "refusal", "refusal": .string(refusal)])
            items.append(.message(Message(role: .assistant, parts: [part])))
        } else if !message.text.isEmpty {
            items.append(.assistant(message.text))
        }
        items += message.toolCalls.compactMap(call)
        if let call = message.functionCall {
            items.append(.functionCall(FunctionCall(callID: call.name, name: call.name, arguments: call.arguments)))
        }
        return items
    }

    private static func call(_ call: ToolCall) -> ResponseItem? {
        switch call {
        case .function(let call):
            .functionCall(
                FunctionCall(callID: call.id, name: call.function.name, arguments: call.function.arguments)
            )
        case .custom(let call):
            .customToolCall(CustomToolCall(callID: call.id, name: call.custom.name, input: call.custom.input))
        case .unknown: nil
        }
    }

    /// Returns the stored items, updated with the calls and text of the message. The message may have been edited after
    /// the items were stored.
    private static func merged(_ kept: [ResponseItem], _ message: ChatMessage) -> [ResponseItem] {
        var calls = message.toolCalls.compactMap(call)[...]
        let text = kept.reduce(into: "") { if case .message(let item) = $1, !item.isInput { $0 += item.text } }
        let isEdited = message.refusal == nil && text != message.text
        var hasText = message.text.isEmpty
        var items: [ResponseItem] = []
        for item in kept {
            switch item {
            case .message(let item) where isEdited && !item.isInput:
                if !hasText { items.append(.assistant(message.text)) }
                hasText = true
            case .functionCall, .customToolCall:
                if let call = calls.popFirst() { items.append(item.callIdentity == call.callIdentity ? item : call) }
            default: items.append(item)
            }
        }
        if isEdited, !hasText { items.append(.assistant(message.text)) }
        return items + calls
    }

    /// The members that are compared to determine whether a stored call still matches the message's call.
    private var callIdentity: [String] {
        switch self {
        case .functionCall(let call): [call.callID, call.name, call.arguments]
        case .customToolCall(let call): [call.callID, call.name, call.input]
        default: []
        }
    }

    /// Returns the items that are accepted by a server that does not store responses.
    ///
    /// Such a server rejects reasoning without encrypted content, reasoning that is not followed by another item, and
    /// items with IDs if the preceding reasoning is missing.
    private static func sendable(_ items: [ResponseItem]) -> [ResponseItem] {
        var sent: [ResponseItem] = []
        var lacksReasoning = false
        for item in items {
            if case .reasoning(let reasoning) = item {
                guard reasoning.encryptedContent?.isEmpty == false else {
                    lacksReasoning = true
                    continue
                }
            }
            sent.append(lacksReasoning ? item.withoutID : item)
        }
        while case .reasoning? = sent.last { sent.removeLast() }
        return sent
    }

    private var withoutID: ResponseItem {
        switch self {
        case .message, .functionCall, .customToolCall:
            guard case .object(var object) = json, object["id"] != nil else { return self }
            object["id"] = nil
            return ResponseItem(json: .object(object))
        default: return self
        }
    }
}

extension ResponseContentPart {
    fileprivate init(_ part: ChatContentPart) {
        var breakpoint: PromptCacheBreakpoint?
        switch part {
        case .text(let text):
            self = .inputText(text.text)
            breakpoint = text.promptCacheBreakpoint
        case .imageURL(let image):
            self = .inputImage(url: image.url, detail: image.detail ?? .auto)
            breakpoint = image.promptCacheBreakpoint
        case .inputAudio(let audio):
            let content: JSONValue = ["data": .string(audio.data), "format": .string(audio.format.rawValue)]
            self.init(json: ["type": "input_audio", "input_audio": content])
            breakpoint = audio.promptCacheBreakpoint
        case .file(let file):
            var json: JSONObject = ["type": "input_file"]
            if let id = file.fileID { json["file_id"] = .string(id) }
            if let name = file.filename { json["filename"] = .string(name) }
            if let data = file.fileData { json["file_data"] = .string(data) }
            self.init(json: json)
            breakpoint = file.promptCacheBreakpoint
        case .refusal(let refusal):
            self.init(json: ["type": "refusal", "refusal": .string(refusal.refusal)])
        case .unknown(let json):
            self.init(json: json.objectValue ?? ["type": "input_text", "text": .string(json.jsonText)])
        }
        if let breakpoint { promptCacheBreakpoint = breakpoint }
    }
}
