#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Reads one chunk of a chat completion straight from its bytes.
///
/// Foundation's decoder costs several microseconds a chunk, most of them for fields that are the same in every chunk of
/// a stream: the id, the model. Those are compared with the chunk before and shared.
package struct ChatChunkParser {
    package enum Parsed {
        case chunk(ChatCompletionChunk)
        /// An object of another kind, such as Azure's first one, which holds nothing for the caller.
        case nothing
        /// The server reports an error.
        case error(JSONValue)
    }

    private var id = RepeatedText()
    private var model = RepeatedText()
    private var fingerprint = RepeatedText()
    private var serviceTier = RepeatedText()
    private var objectName = RepeatedText()
    /// Halves of characters that end one delta and are completed by the next.
    private var halves = SurrogateHalves()

    package init() {}

    /// - Throws: `JSONError` when the bytes are no JSON, `DecodingError` when a field has another type.
    package mutating func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Parsed {
        var reader = JSONReader(bytes)
        var chunk = ChatCompletionChunk()
        var object = ""
        var hasUsage = false
        var obfuscation: String?
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "id": chunk.id = try id.read(&reader) ?? ""
            case "object": object = try objectName.read(&reader) ?? ""
            case "created": chunk.created = try reader.readIntegerOrNil()
            case "model": chunk.model = try model.read(&reader) ?? ""
            case "choices": chunk.choices = try choices(&reader)
            case "system_fingerprint": chunk.systemFingerprint = try fingerprint.read(&reader)
            case "service_tier":
                let tier = try serviceTier.read(&reader)
                chunk.serviceTier = tier.flatMap { $0.isEmpty ? nil : ServiceTier(rawValue: $0) }
            case "usage":
                if try reader.readNull() { continue }
                chunk.usage = try reader.decode(CompletionUsage.self)
                hasUsage = true
            case "obfuscation": obfuscation = try reader.readTextOrNil()
            case "moderation": if try !reader.readNull() { chunk.moderation = try reader.readValue() }
            case "error":
                let value = try reader.readValue()
                if value.reportsError { return .error(value) }
            default: try reader.skipValue()
            }
        }
        guard reader.isAtEnd() else { throw reader.failure() }
        if obfuscation != nil { chunk.obfuscation = obfuscation }
        if object != ChatCompletionChunk.objectName {
            if chunk.choices.isEmpty, !hasUsage, !object.isEmpty || chunk.id.isEmpty { return .nothing }
            if !object.isEmpty { chunk.object = object }
        }
        return .chunk(chunk)
    }

    private mutating func choices(_ reader: inout JSONReader) throws -> [ChatCompletionChunk.Choice] {
        if try reader.readNull() { return [] }
        var choices: [ChatCompletionChunk.Choice] = []
        var first = true
        try reader.beginArray()
        while try reader.nextElement(first: &first) {
            choices.append(try choice(&reader, position: choices.count))
        }
        return choices
    }

    private mutating func choice(_ reader: inout JSONReader, position: Int) throws -> ChatCompletionChunk.Choice {
        var choice = ChatCompletionChunk.Choice(index: position)
        var fragments = DeltaFragments()
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "index": choice.index = try reader.readIntegerOrNil() ?? position
            case "delta": try delta(&reader, &choice.delta, &fragments)
            case "finish_reason":
                let reason = try reader.readTextOrNil()
                if let reason, !reason.isEmpty { choice.finishReason = FinishReason(rawValue: reason) }
            case "logprobs":
                if try !reader.readNull() { choice.logprobs = try reader.decode(ChatLogprobs.self) }
            default: try reader.skipValue()
            }
        }
        if fragments.isPresent || !halves.isEmpty {
            halves.join(fragments, in: &choice)
        }
        return choice
    }

    private func delta(
        _ reader: inout JSONReader,
        _ delta: inout ChatCompletionChunk.Delta,
        _ fragments: inout DeltaFragments
    ) throws {
        if try reader.readNull() { return }
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "content": delta.content = try reader.readFragment(&fragments.content)
            case "role": delta.role = try role(&reader)
            case "reasoning_content", "reasoning":
                // Some servers send both names, one of them empty.
                var ends = TextEnds()
                if let text = try reader.readFragment(&ends), delta.reasoning?.isEmpty ?? true {
                    delta.reasoning = text
                    fragments.reasoning = ends
                }
            case "tool_calls": delta.toolCalls = try toolCalls(&reader, &fragments)
            case "refusal": if let text = try reader.readTextOrNil() { delta.refusal = text }
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
        guard ChatCompletionChunk.ToolCallDelta.isKnown(type: call.type) else {
            var again = start
            return ChatCompletionChunk.ToolCallDelta(
                index: call.index,
                id: call.id,
                type: call.type,
                unknown: try again.readValue()
            )
        }
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
