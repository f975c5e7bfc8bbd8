/// A choice that is being assembled from streamed updates.
struct AccumulatedChoice: Sendable {
    private(set) var content: String?
    private(set) var finishReason: FinishReason?
    private var role: Role?
    private var refusal: String?
    private var reasoning: String?
    private var toolCalls = IndexedParts<AccumulatedToolCall>(limit: 65_536)
    private var toolCallPositions: [String: Int] = [:]
    private var annotations: [ChatAnnotation] = []
    private var images: [ChatContentPart] = []
    private var audio: ChatCompletion.Message.Audio?
    private var functionCall: FunctionCall?
    private var responseItems: [JSONValue] = []
    private var contentLogprobs: [TokenLogprob]?
    private var refusalLogprobs: [TokenLogprob]?

    /// Whether anything besides a role and a finish reason has been received.
    var hasContent: Bool {
        !(content ?? "").isEmpty || !(reasoning ?? "").isEmpty || !(refusal ?? "").isEmpty || toolCalls.count > 0
            || functionCall != nil || audio != nil || !images.isEmpty
    }

    mutating func append(_ choice: ChatCompletionChunk.Choice) {
        let delta = choice.delta
        role = role ?? delta.role
        content.appendText(delta.content)
        reasoning.appendText(delta.reasoning)
        finishReason = choice.finishReason ?? finishReason
        for call in delta.toolCalls { append(call) }
        if let logprobs = choice.logprobs {
            contentLogprobs.appendElements(logprobs.content)
            refusalLogprobs.appendElements(logprobs.refusal)
        }
        if delta.hasRareFields {
            refusal.appendText(delta.refusal)
            annotations += delta.annotations
            images += delta.images
            if !delta.responseItems.isEmpty { responseItems = delta.responseItems }
            if let audio = delta.audio { append(audio) }
            if let call = delta.functionCall { append(call) }
        }
    }

    private mutating func append(_ delta: ChatCompletionChunk.AudioDelta) {
        if audio == nil { audio = ChatCompletion.Message.Audio(id: "") }
        if audio?.id.isEmpty == true { audio?.id = delta.id ?? "" }
        if let data = delta.data { audio?.data.append(data) }
        if let transcript = delta.transcript { audio?.transcript.append(transcript) }
        if let expiresAt = delta.expiresAt { audio?.expiresAt = expiresAt }
    }

    private mutating func append(_ delta: ChatCompletionChunk.FunctionDelta) {
        if functionCall == nil { functionCall = FunctionCall(name: "", arguments: "") }
        if functionCall?.name.isEmpty == true { functionCall?.name = delta.name ?? "" }
        if let arguments = delta.arguments { functionCall?.arguments.append(arguments) }
    }

    private mutating func append(_ delta: ChatCompletionChunk.ToolCallDelta) {
        if toolCalls.isFull, delta.index.map({ !toolCalls.has($0) }) ?? (delta.id != nil) { return }
        let position = position(of: delta)
        toolCalls[position].append(delta)
        if let id = delta.id, !id.isEmpty, toolCallPositions[id] == nil { toolCallPositions[id] = position }
    }

    /// Returns the position of the call that an update belongs to. This is the call with the same index or ID. An
    /// update without an index or ID belongs to the last call.
    ///
    /// An update without an index starts a new call if the update's ID is new and the last call already has an ID.
    private mutating func position(of delta: ChatCompletionChunk.ToolCallDelta) -> Int {
        if let index = delta.index {
            return toolCalls.position(of: index, orInsert: AccumulatedToolCall())
        }
        guard let last = toolCalls.lastUsed else {
            return toolCalls.position(of: 0, orInsert: AccumulatedToolCall())
        }
        guard let id = delta.id, !id.isEmpty else { return last }
        if let known = toolCallPositions[id] {
            toolCalls.lastUsed = known
            return known
        }
        return toolCalls[last].id.isEmpty ? last : toolCalls.insertLast(AccumulatedToolCall())
    }

    func completed(index: Int) -> ChatCompletion.Choice {
        let hasLogprobs = contentLogprobs != nil || refusalLogprobs != nil
        var message = ChatCompletion.Message(
            role: role ?? .assistant,
            content: content,
            refusal: refusal,
            reasoning: reasoning,
            toolCalls: toolCalls.sorted.map { $0.part.completed },
            annotations: annotations,
            images: images,
            audio: audio,
            functionCall: functionCall
        )
        message.responseItems = responseItems
        return ChatCompletion.Choice(
            index: index,
            message: message,
            finishReason: finishReason,
            logprobs: hasLogprobs ? ChatLogprobs(content: contentLogprobs, refusal: refusalLogprobs) : nil
        )
    }
}

extension [TokenLogprob]? {
    fileprivate mutating func appendElements(_ more: [TokenLogprob]?) {
        guard let more else { return }
        if self == nil { self = more } else { self?.append(contentsOf: more) }
    }
}
