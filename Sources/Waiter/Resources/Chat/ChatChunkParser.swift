internal import WaiterPlatform

/// A parser that decodes the chunks of a chat completion directly from their bytes.
///
/// Foundation's decoder takes several microseconds per chunk, mostly for fields that never change within a stream, such
/// as the ID and the model. This parser compares those fields with those of the previous chunk and reuses the values
/// that are equal.
package struct ChatChunkParser {
    package typealias Parsed = DecodedEvent<ChatCompletionChunk>

    private var id = RepeatedText()
    private var model = RepeatedText()
    private var fingerprint = RepeatedText()
    private var serviceTier = RepeatedText()
    private var objectName = RepeatedText()
    /// The surrogate halves at the end of a delta. The next delta completes them.
    private var halves = SurrogateHalves()
    private var beginning: Beginning?
    /// Whether a choice had a `delta`. If so, a `message` repeats content that was already received.
    private var hadDelta = false
    private var thoughts: ThoughtSeparator
    let thinkTags: ChatCompletion.ThinkTags

    package init(thinkTags: ChatCompletion.ThinkTags = .separated) {
        self.thinkTags = thinkTags
        thoughts = ThoughtSeparator(thinkTags)
    }

    /// A partially parsed chunk.
    private struct Draft {
        var chunk = ChatCompletionChunk()
        var object = ""
        var hasUsage = false
        var obfuscation: String?
        /// The error reported in a choice.
        var error: JSONValue?
        /// The choice being parsed.
        var choice = ChatCompletionChunk.Choice()
        var fragments = DeltaFragments()
        var hasDelta = false
        /// The content of a choice that has no delta.
        var message: JSONValue?
        var text: String?
        /// The priority of the field that the reasoning was read from. Lower numbers take precedence.
        var reasoningRank = Int.max
        /// Whether the beginning of the chunk has already been stored.
        var isRemembered = false
    }

    /// The bytes of a chunk up to the text of its first choice, and the result of parsing them.
    ///
    /// This is a class so that all chunks that start with these bytes can share the result without copying it.
    private final class Beginning: Sendable {
        let bytes: [UInt8]
        let draft: Draft

        init(bytes: [UInt8], draft: Draft) {
            self.bytes = bytes
            self.draft = draft
        }

        func begins(_ chunk: UnsafeBufferPointer<UInt8>) -> Bool {
            guard let start = chunk.baseAddress, chunk.count > bytes.count else { return false }
            return bytes.withUnsafeBytes { memcmp($0.baseAddress.unsafelyUnwrapped, start, $0.count) == 0 }
        }
    }

    /// Parses a chunk.
    ///
    /// - Throws: `JSONError` if the bytes are not valid JSON, or `DecodingError` if a field has an unexpected type.
    package mutating func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Parsed {
        var reader = JSONReader(bytes, budget: JSONBudget.of(byteCount: bytes.count))
        var draft: Draft
        let error: JSONValue?
        if let beginning, beginning.begins(bytes) {
            // Most chunks of a stream differ only in their text, so parsing resumes at the text.
            draft = beginning.draft
            reader.skip(to: beginning.bytes.count, depth: 4)
            try readContent(&reader, &draft)
            try readDelta(&reader, &draft, isNew: false)
            try readChoice(&reader, &draft, isNew: false)
            try readChoices(&reader, &draft, isNew: false)
            error = try readMembers(&reader, &draft, isNew: false)
        } else {
            draft = Draft()
            try reader.beginObject()
            error = try readMembers(&reader, &draft, isNew: true)
        }
        if let error { return .error(error) }
        guard reader.isAtEnd() else { throw reader.failure() }
        return finish(&draft)
    }

    private func finish(_ draft: inout Draft) -> Parsed {
        if draft.obfuscation != nil { draft.chunk.obfuscation = draft.obfuscation }
        if draft.object != ChatCompletionChunk.objectName {
            let isEmpty = draft.chunk.choices.isEmpty && !draft.hasUsage && draft.chunk.citations.isEmpty
            // Ignore objects of other kinds, such as the first object that Azure sends.
            if isEmpty, !draft.object.isEmpty || draft.chunk.id.isEmpty { return .ignored }
            if !draft.object.isEmpty { draft.chunk.object = draft.object }
        }
        if let error = draft.error { return .failed(draft.chunk, error) }
        return .element(draft.chunk)
    }

    /// Parses the remaining members of the chunk. If the server reports an error, stops parsing and returns it.
    private mutating func readMembers(
        _ reader: inout JSONReader,
        _ draft: inout Draft,
        isNew: Bool
    ) throws -> JSONValue? {
        var first = isNew
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "id": draft.chunk.id = try id.read(&reader) ?? ""
            case "object": draft.object = try objectName.read(&reader) ?? ""
            case "created": draft.chunk.created = try reader.readIntegerOrNil()
            case "model": draft.chunk.model = try model.read(&reader) ?? ""
            case "choices":
                draft.chunk.choices = []
                if try reader.readNull() { continue }
                try reader.beginArray()
                try readChoices(&reader, &draft, isNew: true)
            case "system_fingerprint": draft.chunk.systemFingerprint = try fingerprint.read(&reader)
            case "service_tier":
                guard reader.peek() == UInt8(ascii: "\"") else {
                    try reader.skipValue()
                    continue
                }
                let tier = try serviceTier.read(&reader)
                draft.chunk.serviceTier = tier.flatMap { $0.isEmpty ? nil : ServiceTier(rawValue: $0) }
            case "usage":
                if try reader.readNull() { continue }
                draft.chunk.usage = try usage(&reader)
                draft.hasUsage = true
            case "obfuscation": draft.obfuscation = try reader.readTextOrNil()
            case "moderation": if try !reader.readNull() { draft.chunk.moderation = try reader.readValue() }
            case "citations": draft.chunk.citations = try reader.readValue().citedAddresses
            case "error":
                let value = try reader.readValue()
                if value.reportsError { return value }
            default: try reader.skipValue()
            }
        }
        return nil
    }

    /// Parses the usage. Returns `nil` for malformed usage so that the rest of the answer can still be decoded.
    private func usage(_ reader: inout JSONReader) throws -> CompletionUsage? {
        var usual = reader
        if let usage = try? CompletionUsage(&usual) {
            reader = usual
            return usage
        }
        let value = try reader.readValue()
        return try? JSONBodyDecoder.decode(CompletionUsage.self, from: value)
    }

    /// Returns the text that was held back as the possible start of a tag, or `nil` if no text was held back. Call this
    /// method at the end of a stream.
    package mutating func finish() -> ChatCompletionChunk? {
        let choices = thoughts.finish()
        return choices.isEmpty ? nil : ChatCompletionChunk(choices: choices)
    }

    /// The number of bytes charged to the memory budget for a choice in the chunk and in the accumulator. This number
    /// includes room for growth. On the wire, a choice can be as short as two bytes.
    private static let choiceCharge = 4 * MemoryLayout<ChatCompletionChunk.Choice>.stride
    private static let callCharge = 4 * MemoryLayout<ChatCompletionChunk.ToolCallDelta>.stride

    private mutating func readChoices(_ reader: inout JSONReader, _ draft: inout Draft, isNew: Bool) throws {
        var first = isNew
        while try reader.nextElement(first: &first) {
            try reader.charge(Self.choiceCharge)
            draft.choice = ChatCompletionChunk.Choice(index: draft.chunk.choices.count)
            startDelta(&draft)
            (draft.message, draft.text) = (nil, nil)
            try reader.beginObject()
            try readChoice(&reader, &draft, isNew: true)
        }
    }

    private mutating func readChoice(_ reader: inout JSONReader, _ draft: inout Draft, isNew: Bool) throws {
        var first = isNew
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "index": draft.choice.index = try reader.readIntegerOrNil() ?? draft.chunk.choices.count
            case "delta":
                // If a choice has two deltas, the last one wins, as with any duplicate key.
                startDelta(&draft)
                guard reader.peek() == UInt8(ascii: "{") else {
                    try reader.skipValue()
                    continue
                }
                draft.hasDelta = true
                try reader.beginObject()
                try readDelta(&reader, &draft, isNew: true)
            case "message": draft.message = try reader.readValue()
            case "text": draft.text = try reader.readWordOrNil()
            case "finish_reason":
                let reason = try reader.readWordOrNil()
                draft.choice.finishReason = reason.flatMap { $0.isEmpty ? nil : FinishReason(rawValue: $0) }
            case "logprobs": draft.choice.logprobs = try reader.readSide(ChatLogprobs.self)
            case "error":
                let value = try reader.readValue()
                if value.reportsError { draft.error = value }
            default: try reader.skipValue()
            }
        }
        if draft.hasDelta {
            hadDelta = true
        } else if !hadDelta {
            draft.choice.delta = Self.delta(draft.message, draft.text)
        }
        if draft.fragments.isPresent || !halves.isEmpty { halves.join(draft.fragments, in: &draft.choice) }
        thoughts.separate(in: &draft.choice)
        draft.chunk.choices.append(draft.choice)
    }

    private func startDelta(_ draft: inout Draft) {
        draft.choice.delta = ChatCompletionChunk.Delta()
        draft.fragments = DeltaFragments()
        draft.hasDelta = false
        draft.reasoningRank = .max
    }

    /// Creates a delta for a choice that has no delta. Some gateways send a `message` instead, or a `text` as in legacy
    /// completions.
    private static func delta(_ message: JSONValue?, _ text: String?) -> ChatCompletionChunk.Delta {
        if let message, !message.isNull,
            let delta = try? JSONBodyDecoder.decode(ChatCompletionChunk.Delta.self, from: message)
        {
            return delta
        }
        return ChatCompletionChunk.Delta(content: text)
    }

    private mutating func readDelta(_ reader: inout JSONReader, _ draft: inout Draft, isNew: Bool) throws {
        var first = isNew
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "content":
                if isNew, !draft.isRemembered, draft.chunk.choices.isEmpty { remember(&reader, &draft) }
                try readContent(&reader, &draft)
            case "role": draft.choice.delta.role = try role(&reader)
            case "reasoning_content":
                var ends = TextEnds()
                let text = try reader.readFragment(&ends)
                take(reasoning: text, ends, rank: 0, &draft)
            case "reasoning":
                var ends = TextEnds()
                let text = try reader.readFragment(&ends)
                take(reasoning: text, ends, rank: 1, &draft)
            case "reasoning_details":
                take(reasoning: AnswerContent.detailed(try reader.readValue()), TextEnds(), rank: 2, &draft)
            case "tool_calls": draft.choice.delta.toolCalls = try toolCalls(&reader, &draft.fragments)
            case "refusal": if let text = try reader.readTextOrNil() { draft.choice.delta.refusal = text }
            default: try readRareDelta(key, &reader, &draft.choice.delta)
            }
        }
    }

    /// Parses the content. It is a string in nearly all chunks and an array of parts in the rest.
    @inline(__always)
    private func readContent(_ reader: inout JSONReader, _ draft: inout Draft) throws {
        guard reader.peek() == UInt8(ascii: "\"") else { return try readParts(&reader, &draft) }
        draft.choice.delta.content = try reader.readFragment(&draft.fragments.content)
    }

    private func readParts(_ reader: inout JSONReader, _ draft: inout Draft) throws {
        let content = AnswerContent(try reader.readValue())
        draft.choice.delta.content = content.text
        draft.fragments.content = TextEnds()
        take(reasoning: content.reasoning, TextEnds(), rank: 3, &draft)
        if !content.images.isEmpty { draft.choice.delta.images += content.images }
        if let refusal = content.refusal, draft.choice.delta.refusal == nil { draft.choice.delta.refusal = refusal }
    }

    /// Updates the reasoning unless a field with a higher priority has already supplied it. Some servers send the
    /// reasoning in several fields.
    private func take(reasoning text: String?, _ ends: TextEnds, rank: Int, _ draft: inout Draft) {
        guard let text else { return }
        let isFirst = draft.choice.delta.reasoning?.isEmpty ?? true
        guard isFirst || rank <= draft.reasoningRank && !text.isEmpty else { return }
        draft.choice.delta.reasoning = text
        draft.fragments.reasoning = ends
        draft.reasoningRank = rank
    }

    private func readRareDelta(
        _ key: JSONReader.Key,
        _ reader: inout JSONReader,
        _ delta: inout ChatCompletionChunk.Delta
    ) throws {
        switch key {
        case "annotations": delta.annotations = try reader.readValue().readableElements(ChatAnnotation.self)
        case "images":
            delta.images = try reader.readValue().readableObjects(ChatContentPart.self) + delta.images
        case "audio": delta.audio = try reader.readSide(ChatCompletionChunk.AudioDelta.self)
        case "function_call": delta.functionCall = try reader.readSide(ChatCompletionChunk.FunctionDelta.self)
        default: try reader.skipValue()
        }
    }

    /// Saves the parsing state so that the next chunk that starts with the same bytes can reuse it.
    private mutating func remember(_ reader: inout JSONReader, _ draft: inout Draft) {
        draft.isRemembered = true
        beginning = Beginning(bytes: Array(reader.consumed()), draft: draft)
    }

    private func role(_ reader: inout JSONReader) throws -> Role? {
        let text = try reader.readWordOrNil()
        return text == "assistant" ? .assistant : text.flatMap { $0.isEmpty ? nil : Role(rawValue: $0) }
    }

    private func toolCalls(
        _ reader: inout JSONReader,
        _ fragments: inout DeltaFragments
    ) throws -> [ChatCompletionChunk.ToolCallDelta] {
        guard reader.peek() == UInt8(ascii: "[") else {
            try reader.skipValue()
            return []
        }
        var calls: [ChatCompletionChunk.ToolCallDelta] = []
        var first = true
        try reader.beginArray()
        while try reader.nextElement(first: &first) {
            guard reader.peek() == UInt8(ascii: "{") else {
                try reader.skipValue()
                continue
            }
            try reader.charge(Self.callCharge)
            if let call = try toolCall(&reader, &fragments, calls.count) { calls.append(call) }
        }
        return calls
    }

    private func toolCall(
        _ reader: inout JSONReader,
        _ fragments: inout DeltaFragments,
        _ position: Int
    ) throws -> ChatCompletionChunk.ToolCallDelta? {
        let start = reader
        if let call = try? knownToolCall(&reader, &fragments, position) { return call }
        // In a call of an unrecognized type, members that are objects in recognized calls may have other types.
        reader = start
        return try reader.readSide(ChatCompletionChunk.ToolCallDelta.self)
    }

    /// Parses a function or custom tool call, or returns `nil` for a call of any other type.
    private func knownToolCall(
        _ reader: inout JSONReader,
        _ fragments: inout DeltaFragments,
        _ position: Int
    ) throws -> ChatCompletionChunk.ToolCallDelta? {
        var call = ChatCompletionChunk.ToolCallDelta()
        var ends = TextEnds()
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "index": call.index = try reader.readIntegerOrNil()
            case "id": call.id = try reader.readTextOrNil()
            case "type": call.type = try reader.readTextOrNil()
            case "function": call.function = try function(&reader, &ends)
            case "custom":
                call.custom = try reader.readSide(ChatCompletionChunk.CustomDelta.self)
            default: try reader.skipValue()
            }
        }
        guard ChatCompletionChunk.ToolCallDelta.isKnown(type: call.type) else { return nil }
        if ends.isPresent { fragments.arguments.append((position, ends)) }
        return call
    }

    private func function(
        _ reader: inout JSONReader,
        _ ends: inout TextEnds
    ) throws -> ChatCompletionChunk.FunctionDelta? {
        guard reader.peek() == UInt8(ascii: "{") else {
            try reader.skipValue()
            return nil
        }
        var function = ChatCompletionChunk.FunctionDelta()
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "name": function.name = try reader.readTextOrNil()
            case "arguments": function.arguments = try reader.readFragment(&ends)
            default: try reader.skipValue()
            }
        }
        return function
    }
}
