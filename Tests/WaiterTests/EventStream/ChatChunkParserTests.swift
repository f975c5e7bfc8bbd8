import Testing
import Waiter
import WaiterTestSupport

@Suite("Parsing chunks from bytes")
struct ChatChunkParserTests {
    private func parse(_ text: String, _ parser: inout ChatChunkParser) throws -> ChatChunkParser.Parsed {
        try Array(text.utf8).withUnsafeBufferPointer { try parser.parse($0) }
    }

    private func chunk(_ text: String, _ parser: inout ChatChunkParser) throws -> ChatCompletionChunk? {
        if case .element(let chunk) = try parse(text, &parser) { chunk } else { nil }
    }

    /// Returns the text of the first choice of successive chunks.
    private func texts(_ deltas: [String]) throws -> [String?] {
        var parser = ChatChunkParser()
        return try deltas.map { try chunk(#"{"choices":[\#($0)]}"#, &parser)?.choices.first?.delta.content }
    }

    private static let samples = [
        #"{"id":"c","object":"chat.completion.chunk","created":1700000000,"model":"m","system_fingerprint":"fp","#
            + #""service_tier":"default","choices":[{"index":0,"delta":{"role":"assistant","content":""},"#
            + #""logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"abc"}"#,
        #"{"id":"c","object":"chat.completion.chunk","choices":[{"index":1,"delta":{"content":"h\u00e9\n\ud83d\ude00"},"#
            + #""logprobs":{"content":[{"token":"h","logprob":-0.5,"bytes":[104],"top_logprobs":[]}],"refusal":null},"#
            + #""finish_reason":"stop"}],"moderation":{"input":{"z":1,"a":2}}}"#,
        #"{"choices":[{"delta":{"reasoning_content":"hm","refusal":"no","annotations":[{"type":"url_citation","#
            + #""url_citation":{"start_index":0,"end_index":1,"title":"t","url":"u"}}],"audio":{"id":"a","data":"AA=="},"#
            + #""function_call":{"name":"f","arguments":"{}"}}}]}"#,
        #"{"choices":[{"index":2,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","#
            + #""arguments":"{\"a\""}},{"index":1,"type":"custom","custom":{"name":"t","input":"i"}},"#
            + #"{"type":"teleport","to":"Mars"}]}}]}"#,
        #"{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"#
            + #""completion_tokens_details":{"reasoning_tokens":1}}}"#,
        #"{"id":"x","choices":null,"created":1.5e3,"model":7}"#,
        #"{"choices":[{"delta":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}},{"delta":null},{}]}"#,
    ]

    private func expectSame(_ text: String, _ note: Comment) {
        // A new parser: its string cache and pending surrogates belong to a stream.
        var parser = ChatChunkParser()
        let parsed = Result { try parse(text, &parser) }
        let decoded = Result { try JSONBodyDecoder.decode(ChatCompletionChunk.self, from: Array(text.utf8)) }
        switch (parsed, decoded) {
        case (.success(.element(let one)), .success(let other)):
            if one != other {
                Issue.record("\((try? encoded(one)) ?? "") is not \((try? encoded(other)) ?? ""). \(note)")
            }
        case (.success(.ignored), .success(let other)): #expect(other.choices.isEmpty && other.usage == nil, note)
        case (.success(.error), _), (.success(.failed), _), (.failure, .failure): break
        case (.failure(let error), .success): Issue.record("only the parser rejects it: \(error). \(note)")
        case (.success, .failure(let error)):
            // The parser skips types of values that no field has, instead of rejecting the whole chunk.
            #expect(error is DecodingError, note)
        }
    }

    @Test("A chunk equals the one decoded by its Codable type")
    func samples() throws {
        for sample in Self.samples { expectSame(sample, "\(sample)") }
        for chunk in try Fixture.json("chat-stream-parallel-tool-calls").arrayValue ?? [] {
            expectSame(chunk.jsonText, "\(chunk.jsonText)")
        }
    }

    @Test("A randomly modified chunk equals the one decoded by its Codable type", arguments: UInt64(1)...10)
    func mutated(seed: UInt64) throws {
        var source = RandomJSON(seed: seed)
        let samples = try Self.samples.map { try JSONValue(jsonText: $0) }
        for round in 0..<150 {
            var value = try #require(samples.randomElement(using: &source.random))
            for _ in 0..<Int.random(in: 1...3, using: &source.random) { value = mutate(value, &source) }
            expectSame(value.jsonText, "seed \(seed), round \(round): \(value.jsonText)")
        }
    }

    /// Replaces, removes or repeats a random part.
    private func mutate(_ value: JSONValue, _ source: inout RandomJSON) -> JSONValue {
        let stops = Int.random(in: 0..<5, using: &source.random) == 0
        switch value {
        case .object(var object) where !object.isEmpty && !stops:
            guard let key = object.keys.randomElement(using: &source.random), let member = object[key] else {
                return value
            }
            let removes = Int.random(in: 0..<4, using: &source.random) == 0
            object[key] = removes ? nil : mutate(member, &source)
            return .object(object)
        case .array(var elements) where !elements.isEmpty && !stops:
            let index = elements.indices.randomElement(using: &source.random) ?? 0
            elements[index] = mutate(elements[index], &source)
            return .array(elements)
        default:
            return source.value(depth: 1)
        }
    }

    @Test("Randomly modified bytes are parsed or rejected", arguments: UInt64(1)...4)
    func garbage(seed: UInt64) {
        var source = RandomJSON(seed: seed)
        var parser = ChatChunkParser()
        for _ in 0..<500 {
            for sample in Self.samples {
                var bytes = Array(sample.utf8)
                bytes[Int.random(in: 0..<bytes.count, using: &source.random)] = UInt8.random(
                    in: 0...255,
                    using: &source.random
                )
                let cut = Int.random(in: 0...bytes.count, using: &source.random)
                _ = try? bytes.withUnsafeBufferPointer { try parser.parse($0) }
                _ = try? bytes[..<cut].withUnsafeBufferPointer { try parser.parse($0) }
            }
        }
    }

    @Test("A surrogate pair split across two deltas is joined, in the second delta")
    func emoji() throws {
        #expect(
            try texts([
                #"{"delta":{"content":"a\ud83d"}}"#, #"{"delta":{"content":"\ude00b"}}"#, #"{"delta":{"content":"c"}}"#,
            ]) == ["a", "😀b", "c"]
        )
        #expect(
            try texts([
                #"{"delta":{"content":"\ud83d"}}"#, #"{"delta":{"content":""}}"#, #"{"delta":{"content":"\ude00"}}"#,
            ]) == ["", "", "😀"]
        )
    }

    @Test("An unpaired surrogate becomes a replacement character in the last delta at the latest")
    func lonelyHalves() throws {
        #expect(
            try texts([#"{"delta":{"content":"a\ud83d"}}"#, #"{"delta":{"content":"b"}}"#]) == ["a", "\u{FFFD}b"]
        )
        #expect(try texts([#"{"delta":{"content":"\ude00b"}}"#]) == ["\u{FFFD}b"])
        #expect(
            try texts([#"{"delta":{"content":"a\ud83d"}}"#, #"{"delta":{},"finish_reason":"stop"}"#])
                == ["a", "\u{FFFD}"]
        )
        #expect(try texts([#"{"delta":{"content":"a\ud83d"},"finish_reason":"stop"}"#]) == ["a\u{FFFD}"])
    }

    @Test("Surrogates from different choices, reasoning and arguments are not mixed")
    func separateHalves() throws {
        var parser = ChatChunkParser()
        _ = try chunk(
            #"{"choices":[{"index":0,"delta":{"content":"\ud83d","reasoning":"\ud83c"}},{"index":1,"delta":{"content":"\ud83e","#
                + #""tool_calls":[{"index":4,"function":{"arguments":"\ud83d"}}]}}]}"#,
            &parser
        )
        let second = try #require(
            try chunk(
                #"{"choices":[{"index":1,"delta":{"content":"\udd16","tool_calls":[{"index":4,"function":"#
                    + #"{"arguments":"\ude80"}}]}},{"index":0,"delta":{"content":"\ude00","reasoning":"\udf0d"}}]}"#,
                &parser
            )
        )
        #expect(second.choices[0].delta.content == "🤖")
        #expect(second.choices[0].delta.toolCalls[0].function?.arguments == "🚀")
        #expect(second.choices[1].delta.content == "😀")
        #expect(second.choices[1].delta.reasoning == "🌍")
    }

    @Test("Reasoning is read under either name, and the non-empty one wins")
    func reasoning() throws {
        var parser = ChatChunkParser()
        for text in [
            #"{"reasoning":"r"}"#, #"{"reasoning_content":"r"}"#, #"{"reasoning":"","reasoning_content":"r"}"#,
            #"{"reasoning_content":"r","reasoning":""}"#, #"{"reasoning_content":null,"reasoning":"r"}"#,
        ] {
            #expect(
                try chunk(#"{"choices":[{"delta":\#(text)}]}"#, &parser)?.choices[0].delta.reasoning == "r",
                "\(text)"
            )
        }
    }

    @Test(
        "Objects without content for the caller are skipped",
        arguments: [
            #"{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0}]}"#,
            #"{"object":"ping"}"#, "{}", #"{"type":"keepalive","message":"x"}"#,
        ]
    )
    func nothing(text: String) throws {
        var parser = ChatChunkParser()
        guard case .ignored = try parse(text, &parser) else {
            Issue.record("\(text) was not skipped")
            return
        }
    }

    @Test("A chunk with usage alone is delivered, whatever its type")
    func usageOnly() throws {
        var parser = ChatChunkParser()
        let usage = #""usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}"#
        for text in [#"{"choices":[],\#(usage)}"#, #"{"object":"x",\#(usage)}"#, #"{\#(usage),"choices":null}"#] {
            #expect(try chunk(text, &parser)?.usage?.totalTokens == 3, "\(text)")
        }
    }

    @Test("A member named error is an error unless it is empty")
    func errors() throws {
        var parser = ChatChunkParser()
        for text in [#"{"error":{"message":"m"}}"#, #"{"error":"m","choices":[]}"#, #"{"error":500}"#] {
            guard case .error = try parse(text, &parser) else {
                Issue.record("\(text) is not an error")
                continue
            }
        }
        for empty in ["null", "false", "\"\"", "{}", "[]"] {
            let text = #"{"error":\#(empty),"choices":[{"delta":{"content":"x"}}]}"#
            #expect(try chunk(text, &parser)?.choices[0].delta.content == "x", "\(text)")
        }
    }

    @Test("Non-objects are rejected", arguments: ["", "null", "[]", "1", "\"x\"", "{", "{}x", "{\"choices\":[{]}"])
    func noObject(text: String) {
        var parser = ChatChunkParser()
        #expect(throws: (any Error).self) { try parse(text, &parser) }
    }

    @Test("Cached strings are parsed again when they change")
    func repeats() throws {
        var parser = ChatChunkParser()
        let ids = try ["a", "a", "b\\n", "b\\n", "a"].map { try chunk(#"{"id":"\#($0)","choices":[{}]}"#, &parser)?.id }
        #expect(ids == ["a", "a", "b\n", "b\n", "a"])
    }
}
