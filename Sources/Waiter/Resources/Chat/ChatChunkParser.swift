internal import WaiterPlatform

/// Reads one chunk of a chat completion straight from its bytes.
///
/// Foundation's decoder costs several microseconds a chunk, most of them for fields that are the same in every chunk of
/// a stream: the id, the model. Those are compared with the chunk before and shared.
package struct ChatChunkParser {
    package typealias Parsed = DecodedEvent<ChatCompletionChunk>

    private var id = RepeatedText()
    private var model = RepeatedText()
    private var fingerprint = RepeatedText()
    private var serviceTier = RepeatedText()
    private var objectName = RepeatedText()
    /// Halves of characters that end one delta and are completed by the next.
    private var halves = SurrogateHalves()
    private var beginning: Beginning?

    package init() {}

    /// What is read so far of a chunk.
    private struct Draft {
        var chunk = ChatCompletionChunk()
        var object = ""
        var hasUsage = false
        var obfuscation: String?
        /// The choice that is being read.
        var choice = ChatCompletionChunk.Choice()
        var fragments = DeltaFragments()
    }

    /// A chunk's bytes up to the text of its first choice, and what they mean.
    ///
    /// A class, since a chunk that begins with them should cost no copy of them.
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

    /// - Throws: `JSONError` when the bytes are no JSON, `DecodingError` when a field has another type.
    package mutating func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Parsed {
        var reader = JSONReader(bytes)
        var draft: Draft
        let error: JSONValue?
        if let beginning, beginning.begins(bytes) {
            // Most chunks of a stream differ in their text alone: this one is read from there on.
            draft = beginning.draft
            reader.skip(to: beginning.bytes.count, depth: 4)
            draft.choice.delta.content = try reader.readFragment(&draft.fragments.content)
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
            let isEmpty = draft.chunk.choices.isEmpty && !draft.hasUsage
            // An object of another kind, such as Azure's first one.
            if isEmpty, !draft.object.isEmpty || draft.chunk.id.isEmpty { return .ignored }
            if !draft.object.isEmpty { draft.chunk.object = draft.object }
        }
        return .element(draft.chunk)
    }

    /// Reads the members of the chunk that are left; an error that the server reports ends it.
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
                let tier = try serviceTier.read(&reader)
                draft.chunk.serviceTier = tier.flatMap { $0.isEmpty ? nil : ServiceTier(rawValue: $0) }
            case "usage":
                if try reader.readNull() { continue }
                draft.chunk.usage = try usage(&reader)
                draft.hasUsage = true
            case "obfuscation": draft.obfuscation = try reader.readTextOrNil()
            case "moderation": if try !reader.readNull() { draft.chunk.moderation = try reader.readValue() }
            case "error":
                let value = try reader.readValue()
                if value.reportsError { return value }
            default: try reader.skipValue()
            }
        }
        return nil
    }

    /// An answer is not lost for what it says of its price.
    private func usage(_ reader: inout JSONReader) throws -> CompletionUsage? {
        var usual = reader
        if let usage = try? CompletionUsage(&usual) {
            reader = usual
            return usage
        }
        let value = try reader.readValue()
        return try? JSONBodyDecoder.decode(CompletionUsage.self, from: value)
    }

    private mutating func readChoices(_ reader: inout JSONReader, _ draft: inout Draft, isNew: Bool) throws {
        var first = isNew
        while try reader.nextElement(first: &first) {
            draft.choice = ChatCompletionChunk.Choice(index: draft.chunk.choices.count)
            draft.fragments = DeltaFragments()
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
                // Of two deltas in one choice the last counts, as of any key that comes twice.
                draft.choice.delta = ChatCompletionChunk.Delta()
                draft.fragments = DeltaFragments()
                if try reader.readNull() { continue }
                try reader.beginObject()
                try readDelta(&reader, &draft, isNew: true)
            case "finish_reason":
                let reason = try reader.readTextOrNil()
                if let reason, !reason.isEmpty { draft.choice.finishReason = FinishReason(rawValue: reason) }
            case "logprobs":
                if try !reader.readNull() { draft.choice.logprobs = try reader.decode(ChatLogprobs.self) }
            default: try reader.skipValue()
            }
        }
        if draft.fragments.isPresent || !halves.isEmpty { halves.join(draft.fragments, in: &draft.choice) }
        draft.chunk.choices.append(draft.choice)
    }

    private mutating func readDelta(_ reader: inout JSONReader, _ draft: inout Draft, isNew: Bool) throws {
        var first = isNew
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "content":
                if isNew, draft.chunk.choices.isEmpty { remember(&reader, draft) }
                draft.choice.delta.content = try reader.readFragment(&draft.fragments.content)
            case "role": draft.choice.delta.role = try role(&reader)
            case "reasoning_content", "reasoning":
                // Some servers send both names, one of them empty.
                var ends = TextEnds()
                if let text = try reader.readFragment(&ends), draft.choice.delta.reasoning?.isEmpty ?? true {
                    draft.choice.delta.reasoning = text
                    draft.fragments.reasoning = ends
                }
            case "tool_calls": draft.choice.delta.toolCalls = try toolCalls(&reader, &draft.fragments)
            case "refusal": if let text = try reader.readTextOrNil() { draft.choice.delta.refusal = text }
            default: try readRareDelta(key, &reader, &draft.choice.delta)
            }
        }
    }

    private func readRareDelta(
        _ key: JSONReader.Key,
        _ reader: inout JSONReader,
        _ delta: inout ChatCompletionChunk.Delta
    ) throws {
        switch key {
        case "annotations":
            if try !reader.readNull() { delta.annotations = try reader.decode([ChatAnnotation].self) }
        case "audio":
            if try !reader.readNull() { delta.audio = try reader.decode(ChatCompletionChunk.AudioDelta.self) }
        case "function_call":
            if try !reader.readNull() {
                delta.functionCall = try reader.decode(ChatCompletionChunk.FunctionDelta.self)
            }
        default: try reader.skipValue()
        }
    }

    /// Keeps what was read up to here, for the next chunk that begins with the same bytes.
    private mutating func remember(_ reader: inout JSONReader, _ draft: Draft) {
        beginning = Beginning(bytes: Array(reader.consumed()), draft: draft)
    }

    private func role(_ reader: inout JSONReader) throws -> Role? {
        let text = try reader.readTextOrNil()
        return text == "assistant" ? .assistant : text.flatMap { $0.isEmpty ? nil : Role(rawValue: $0) }
    }

    private func toolCalls(
        _ reader: inout JSONReader,
        _ fragments: inout DeltaFragments
    ) throws -> [ChatCompletionChunk.ToolCallDelta] {
        if try reader.readNull() { return [] }
        var calls: [ChatCompletionChunk.ToolCallDelta] = []
        var first = true
        try reader.beginArray()
        while try reader.nextElement(first: &first) { calls.append(try toolCall(&reader, &fragments, calls.count)) }
        return calls
    }

    private func toolCall(
        _ reader: inout JSONReader,
        _ fragments: inout DeltaFragments,
        _ position: Int
    ) throws -> ChatCompletionChunk.ToolCallDelta {
        let start = reader
        do {
            if let call = try knownToolCall(&reader, &fragments, position) { return call }
        } catch {
            // A kind that nobody knows may hold anything where the known ones have objects.
            if try isKnownToolCall(start) { throw error }
        }
        reader = start
        return try reader.decode(ChatCompletionChunk.ToolCallDelta.self)
    }

    private func isKnownToolCall(_ start: JSONReader) throws -> Bool {
        var reader = start
        return ChatCompletionChunk.ToolCallDelta.isKnown(type: try reader.readValue()["type"]?.messageText)
    }

    /// Nil for a call of another kind.
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
                if try !reader.readNull() { call.custom = try reader.decode(ChatCompletionChunk.CustomDelta.self) }
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
        if try reader.readNull() { return nil }
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

/// A text that repeats itself from chunk to chunk and is then shared instead of made anew.
private struct RepeatedText {
    private var bytes: [UInt8] = []
    private var text: String?

    mutating func read(_ reader: inout JSONReader) throws -> String? {
        guard reader.peek() == UInt8(ascii: "\"") else { return try reader.readTextOrNil() }
        let (raw, isEscaped) = try reader.readStringBytes()
        if let text, isRepeated(raw) { return text }
        let text = JSONStringDecoder.text(raw, isEscaped: isEscaped)
        bytes = Array(raw)
        self.text = text
        return text
    }

    private func isRepeated(_ raw: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = raw.baseAddress, bytes.count == raw.count else { return false }
        return bytes.withUnsafeBytes { memcmp($0.baseAddress.unsafelyUnwrapped, start, raw.count) == 0 }
    }
}
