#if canImport(Waiter)
    internal import Waiter
#endif

/// Invariants for complete response bodies. Large bodies are created by repeating the input bytes.
///
/// The fuzzer limits memory (`-rss_limit_mb`). An input that exceeds this limit when it is repeated counts as a crash.
enum AnswerFuzzing {
    /// The maximum size to which an input is repeated if its first byte has a high value.
    #if canImport(Waiter)
        // The tests replay many inputs in unoptimized builds.
        private static let large = 1 << 12
    #else
        private static let large = 1 << 18
    #endif

    static func complaint(about bytes: [UInt8]) -> String? {
        guard let kind = bytes.first else { return nil }
        let body = Array(bytes.dropFirst())
        // The check runs the parser in the same way as a call does, because an optimizer bug once caused a failure that
        // occurred only in calls.
        if let complaint = ParserInterruption.run(until: { false }, { complaint(ofBody: body) }) { return complaint }
        guard let (head, tail) = frames[Int(kind) % frames.count], !body.isEmpty else { return nil }
        // Large inputs take a long time, so only a few of them are tested.
        let count = max(1, (kind < 0xE0 ? min(large, 1 << 12) : large) / body.count)
        let repeated = Array(head.utf8) + repeatElement(body + [UInt8(ascii: ",")], count: count).joined() + body
        return complaint(ofBody: repeated + Array(tail.utf8))
    }

    /// The JSON text before and after the repeated input. This text places the input inside a response from a server.
    private static let frames: [(String, String)?] = [
        nil, ("[", "]"), (#"{"choices":["#, "]}"), (#"{"choices":[{"message":{"annotations":["#, "]}}]}"),
        (#"{"choices":[{"message":{"tool_calls":["#, "]}}]}"), (#"{"choices":[{"message":{"content":["#, "]}}]}"),
        (#"{"choices":[{"message":{},"logprobs":{"content":["#, "]}}]}"), (#"{"data":["#, "]}"),
        (#"{"data":[{"embedding":["#, "]}]}"), (#"{"choices":[{"delta":{"tool_calls":["#, "]}}]}"),
        (#"{"choices":[{"delta":{"#, "}}]}"), (#"{"error":["#, "]}"),
    ]

    private static func complaint(ofBody body: [UInt8]) -> String? {
        _ = EmbeddingResponse.read(body)
        streamed(body)
        _ = ChatCompletion.read(body)
        guard let value = try? JSONValue(parsingForeign: body) else {
            return nil
        }
        // The value is serialized again to remove duplicate keys, because readers can resolve duplicates differently.
        let read = ChatCompletion.read(value.jsonBytes)
        let decoded = try? JSONBodyDecoder.decode(ChatCompletion.self, from: value)
        if let read, let decoded, read != decoded {
            return "the direct decoder and Decodable return different completions"
        }
        if read != nil, decoded == nil { return "the direct decoder accepts a completion that Decodable rejects" }
        _ = decoded?.separatingThoughts().choices.count
        _ = decoded?.separatingThoughts(.opened).choices.count
        _ = try? JSONBodyDecoder.decode(ModelList.self, from: value)
        _ = try? JSONBodyDecoder.decode(FileList.self, from: value)
        if let list = try? JSONBodyDecoder.decode(EmbeddingResponse.self, from: value),
            list.contains(where: { !$0.vector.allSatisfy(\.isFinite) })
        {
            return "a vector contains a value that is not a number"
        }
        return nil
    }

    private static func streamed(_ body: [UInt8]) {
        var parser = ChatChunkParser()
        var accumulator = ChatCompletionAccumulator()
        for _ in 0..<3 {
            let chunk = try? body.withUnsafeBufferPointer { try parser.parse($0) }
            if case .element(let chunk)? = chunk { accumulator.append(chunk) }
        }
        if let chunk = parser.finish() { accumulator.append(chunk) }
        _ = accumulator.completion.choices.count
    }
}
