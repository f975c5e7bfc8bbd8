import Testing
import Waiter

@Suite("Decoding chat completion events")
struct ChatChunkDecoderTests {
    @Test("The text kept for errors is limited, but the end of a long answer is still detected")
    func bound() throws {
        let source = Self.source()
        let text = String(repeating: "x", count: 1000)
        let long = #"{"id":"c","choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"#
        try Self.read(#"{"id":"c","choices":[{"index":0,"delta":{"content":""}}]}"#, source)
        for _ in 0..<1500 { try Self.read(long, source) }
        #expect(!source.status().isComplete)
        try Self.read(#"{"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#, source)
        #expect(source.status().isComplete)
        let kept = try #require(source.partial().value as? ChatCompletion).text.utf8.count
        #expect(kept > 1_000_000 && kept <= 1 << 20)
    }

    @Test("A batch has its first event last, and events before an error are kept")
    func batch() throws {
        let source = Self.source()
        var events = EventStreamParser()
        try events.append(Array((["A", "B"].map(Self.event).joined() + "data: {x\n\n").utf8))
        var chunks: [ChatCompletionChunk] = []
        #expect(throws: OpenAIError.self) { _ = try source.decodeBatch(&events, &chunks) }
        #expect(chunks.map { $0.choices[0].delta.content } == ["B", "A"])
    }

    @Test("Chunks with the same start as the previous one are parsed as if they were separate")
    func beginnings() throws {
        let texts = ["a", "", #"\ud83d"#, #"\ude00 x"#, #"\"q\""#, "\u{1F469}"]
        let ends = [
            #"},"finish_reason":null}]}"#, #"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}}"#,
            #","refusal":"no"}},{"delta":{"content":"b"}}],"obfuscation":"x"}"#, #","content":"twice"}}]}"#,
            #","tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}}],"choices":null}"#, #"}}]} x"#, #"}}"#,
        ]
        let begin = #"{"id":"c","model":"m","choices":[{"index":3,"delta":{"role":"assistant","content":""#
        for before in texts {
            for end in ends {
                let first = Array((begin + before + #""},"finish_reason":null}]}"#).utf8)
                let second = Array((begin + "s\"" + end).utf8)
                var warm = ChatChunkParser()
                _ = try first.withUnsafeBufferPointer { try warm.parse($0) }
                // Equal in meaning, but with a different start.
                let other = Array((" " + begin + "s\"" + end).utf8)
                var cold = ChatChunkParser()
                _ = try first.withUnsafeBufferPointer { try cold.parse($0) }
                #expect(Self.result(&warm, second) == Self.result(&cold, other))
            }
        }
    }

    private static func result(_ parser: inout ChatChunkParser, _ bytes: [UInt8]) -> ChatCompletionChunk? {
        guard case .element(let chunk)? = try? bytes.withUnsafeBufferPointer({ try parser.parse($0) }) else {
            return nil
        }
        return chunk
    }

    private static func event(_ text: String) -> String {
        "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(text)\"}}]}\n\n"
    }

    private static func source() -> EventSource<ChatCompletionChunk> {
        .make(ChatChunkParser(), ChatCompletionAccumulator.self, redactor: Redactor())
    }

    private static func read(_ json: String, _ source: EventSource<ChatCompletionChunk>) throws {
        var events = EventStreamParser()
        try events.append(Array("data: \(json)\n\n".utf8))
        var chunks: [ChatCompletionChunk] = []
        _ = try source.decodeBatch(&events, &chunks)
    }
}
