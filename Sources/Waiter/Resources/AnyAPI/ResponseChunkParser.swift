/// A decoder that converts the events of a response stream to chunks of a completion.
///
/// Text, reasoning, refusals and tool call arguments are passed on as they arrive. Everything else is taken from the
/// last event of the response: content that the server sent only in that event, citations, items that chat completions
/// cannot represent, the finish reason and the usage.
package struct ResponseChunkParser: StreamEventDecoder {
    private var events: ResponseEventParser
    private var accumulator = ResponseAccumulator()
    /// The lengths of the text, reasoning and refusal passed on so far, in bytes.
    private var text = 0
    private var reasoning = 0
    private var refusal = 0
    private var calls = CallPositions()
    /// The type of the deltas that supply the reasoning: summary deltas or text deltas.
    private var reasoningType: ResponseStreamEvent.EventType?
    private var hasBegun = false

    /// The size beyond which content is no longer accumulated. The limit keeps memory use constant for streams of any
    /// length.
    private static let maxBytes = 1 << 20

    package init(maxOutputTokens: Int? = nil) {
        events = ResponseEventParser(maxOutputTokens: maxOutputTokens)
    }

    package static func textLength(of chunk: ChatCompletionChunk) -> Int {
        ChatChunkParser.textLength(of: chunk)
    }

    package mutating func decode(
        _ data: UnsafeBufferPointer<UInt8>,
        type: String,
        id: String
    ) throws -> DecodedEvent<ChatCompletionChunk> {
        switch try events.decode(data, type: type, id: id) {
        case .element(let event): chunk(of: event).map(DecodedEvent.element) ?? .ignored
        case .failed(let event, let error): .failed(chunk(of: event) ?? ChatCompletionChunk(), error)
        case .error(let error): .error(error)
        case .ignored: .ignored
        }
    }

    package mutating func decodeWhole(
        _ body: [UInt8],
        of response: SuccessfulResponse
    ) throws -> ChatCompletionChunk {
        let event = try events.decodeWhole(body, of: response)
        return ChatCompletionChunk(ChatCompletion(event.response ?? ModelResponse(output: [])))
    }

    private mutating func chunk(of event: ResponseStreamEvent) -> ChatCompletionChunk? {
        if (accumulator.contentBytes ?? 0) < Self.maxBytes {
            guard accumulator.appendIfNew(event) else { return nil }
        } else {
            accumulator.appendWithoutContent(event)
        }
        if event.type.isTerminal { return last() }
        if let delta = event.delta { return self.delta(delta, event) }
        if event.type == .outputItemAdded, let call = event.item?.toolCall { return began(call, event) }
        guard !hasBegun, let response = event.response else { return nil }
        hasBegun = true
        let choice = ChatCompletionChunk.Choice(index: 0, delta: ChatCompletionChunk.Delta(role: .assistant))
        return ChatCompletionChunk(id: response.id, choices: [choice], model: response.model)
    }

    private mutating func delta(_ delta: String, _ event: ResponseStreamEvent) -> ChatCompletionChunk? {
        guard !delta.isEmpty else { return nil }
        let size = delta.utf8.count
        switch event.type {
        case .outputTextDelta:
            text += size
            return Self.chunk(ChatCompletionChunk.Delta(content: delta))
        case .refusalDelta:
            refusal += size
            return Self.chunk(ChatCompletionChunk.Delta(refusal: delta))
        case .reasoningSummaryTextDelta, .reasoningTextDelta:
            if reasoningType == nil { reasoningType = event.type }
            guard reasoningType == event.type else { return nil }
            reasoning += size
            return Self.chunk(ChatCompletionChunk.Delta(reasoning: delta))
        case .functionCallArgumentsDelta, .customToolCallInputDelta:
            guard let position = calls.position(of: event) else { return nil }
            calls.count(size, at: position)
            return Self.chunk(Self.arguments(delta, position, isCustom: event.type == .customToolCallInputDelta))
        default: return nil
        }
    }

    private mutating func began(_ call: ToolCall, _ event: ResponseStreamEvent) -> ChatCompletionChunk? {
        guard let position = calls.insert(event) else { return nil }
        let delta = ChatCompletionChunk.ToolCallDelta(index: position, call: call)
        calls.count((call.function?.arguments ?? call.custom?.input ?? "").utf8.count, at: position)
        return Self.chunk(ChatCompletionChunk.Delta(toolCalls: [delta]))
    }

    // MARK: End of the stream

    /// Returns a chunk with everything that has not been passed on yet.
    private func last() -> ChatCompletionChunk {
        var completion = ChatCompletion(accumulator.response)
        guard !completion.choices.isEmpty else { return ChatCompletionChunk(completion) }
        if completion.choices[0].finishReason == nil { completion.choices[0].finishReason = .stop }
        let message = completion.choices[0].message
        var chunk = ChatCompletionChunk(completion)
        chunk.choices[0].delta.content = Self.rest(of: message.content, after: text)
        chunk.choices[0].delta.refusal = Self.rest(of: message.refusal, after: refusal)
        // The parts of the reasoning are separated in the complete response, but not in the stream.
        chunk.choices[0].delta.reasoning = reasoning > 0 ? nil : message.reasoning
        chunk.choices[0].delta.toolCalls = message.toolCalls.enumerated().compactMap { position, call in
            guard let passed = calls.length(at: position) else {
                return ChatCompletionChunk.ToolCallDelta(index: position, call: call)
            }
            let arguments = call.function?.arguments ?? call.custom?.input
            guard let rest = Self.rest(of: arguments, after: passed), !rest.isEmpty else { return nil }
            return Self.arguments(rest, position, isCustom: call.custom != nil).toolCalls.first
        }
        return chunk
    }

    private static func rest(of text: String?, after count: Int) -> String? {
        guard let text, text.utf8.count > count else { return count == 0 ? text : nil }
        return count == 0 ? text : String(decoding: text.utf8.dropFirst(count), as: UTF8.self)
    }

    private static func arguments(_ text: String, _ position: Int, isCustom: Bool) -> ChatCompletionChunk.Delta {
        var delta = ChatCompletionChunk.ToolCallDelta(index: position)
        if isCustom {
            delta.custom = .init(input: text)
        } else {
            delta.function = .init(arguments: text)
        }
        return ChatCompletionChunk.Delta(toolCalls: [delta])
    }

    private static func chunk(_ delta: ChatCompletionChunk.Delta) -> ChatCompletionChunk {
        ChatCompletionChunk(choices: [.init(index: 0, delta: delta)])
    }
}

/// The positions of calls within their message, keyed by the ID and the output index of each call's item.
private struct CallPositions {
    private var positions: [String: Int] = [:]
    /// The number of argument bytes passed on for each call.
    private var lengths: [Int] = []

    /// Reserves a position for an item or returns `nil` if the item already has a position.
    mutating func insert(_ event: ResponseStreamEvent) -> Int? {
        let keys = Self.keys(event)
        guard lengths.count < 4_096, !keys.contains(where: { positions[$0] != nil }) else { return nil }
        for key in keys { positions[key] = lengths.count }
        lengths.append(0)
        return lengths.count - 1
    }

    /// Returns the position of the item that an event belongs to. If the event does not identify an item, returns the
    /// position of the last item.
    func position(of event: ResponseStreamEvent) -> Int? {
        let keys = Self.keys(event)
        if keys.isEmpty { return lengths.isEmpty ? nil : lengths.count - 1 }
        return keys.lazy.compactMap { positions[$0] }.first
    }

    mutating func count(_ bytes: Int, at position: Int) { lengths[position] += bytes }

    func length(at position: Int) -> Int? { lengths.indices.contains(position) ? lengths[position] : nil }

    private static func keys(_ event: ResponseStreamEvent) -> [String] {
        [event.itemID ?? event.item?.id, event.outputIndex.map { "#\($0)" }].compactMap { $0 }
    }
}
