import Testing
import Waiter

@Suite("A chat completion")
struct ChatCompletionTests {
    @Test("Changing a copy leaves the original unchanged")
    func copies() {
        let original = ChatCompletion(id: "1", choices: [.init(message: .init(content: "a"))], model: "m")
        var copy = original
        #expect(copy == original && copy.hashValue == original.hashValue)
        copy.choices[0].message.content?.append("b")
        copy.choices.append(.init(index: 1, message: .init(content: "c")))
        (copy.id, copy.created, copy.model, copy.object) = ("2", 3, "n", "o")
        (copy.usage, copy.serviceTier, copy.systemFingerprint) = (CompletionUsage(), .flex, "fp")
        (copy.metadata, copy.moderation, copy.citations) = (["k": "v"], ["m": 1], ["https://example.com"])
        #expect(original == ChatCompletion(id: "1", choices: [.init(message: .init(content: "a"))], model: "m"))
        let changed = ChatCompletion(
            id: "2",
            choices: [.init(message: .init(content: "ab")), .init(index: 1, message: .init(content: "c"))],
            created: 3,
            model: "n",
            object: "o",
            usage: CompletionUsage(),
            serviceTier: .flex,
            systemFingerprint: "fp",
            metadata: ["k": "v"],
            moderation: ["m": 1],
            citations: ["https://example.com"]
        )
        #expect(copy == changed && copy.hashValue == changed.hashValue)
        #expect(copy != original)
    }

    @Test("The description and the mirror contain the members")
    func description() {
        let completion = ChatCompletion(id: "c-1", choices: [.init(message: .init(content: "Hello"))], model: "m")
        #expect("\(completion)".hasPrefix(#"ChatCompletion(id: "c-1", choices: ["#))
        #expect(Mirror(reflecting: completion).descendant("choices", 0, "message", "content") as? String == "Hello")
    }

    @Test("OpenAI's fields are decoded, and unknown fields are ignored")
    func openAI() throws {
        let completion = try Fixture.value(ChatCompletion.self, "chat-completion-openai")
        #expect(completion.id == "chatcmpl-Ck1")
        #expect(completion.object == "chat.completion")
        #expect(completion.created == 1_795_000_000)
        #expect(completion.model == "gpt-6.1-sol-2026-10-01")
        #expect(completion.text == "Lisbon is sunny [1].")
        #expect(completion.choices[0].message.role == .assistant)
        #expect(completion.choices[0].message.refusal == nil)
        #expect(completion.choices[0].finishReason == .stop)
        #expect(completion.serviceTier == .default)
        #expect(completion.systemFingerprint == "fp_1")
        #expect(completion.metadata == ["topic": "weather"])
        #expect(completion.moderation?["input"]?["type"] == "moderation_results")
        #expect(
            completion.choices[0].message.annotations == [
                .urlCitation(
                    .init(startIndex: 16, endIndex: 18, title: "Weather", url: "https://example.com/lisbon")
                ),
                .unknown(["type": "file_path", "file_path": ["file_id": "file-1"]]),
            ]
        )
        #expect(
            completion.usage
                == CompletionUsage(
                    promptTokens: 19,
                    completionTokens: 10,
                    totalTokens: 29,
                    promptTokensDetails: .init(cachedTokens: 8, cacheWriteTokens: 3, audioTokens: 0),
                    completionTokensDetails: .init(
                        reasoningTokens: 4,
                        acceptedPredictionTokens: 2,
                        rejectedPredictionTokens: 1,
                        audioTokens: 0
                    )
                )
        )
    }

    @Test(
        "A decoded completion survives a round trip",
        arguments: [
            "chat-completion-openai", "chat-completion-tool-calls", "chat-completion-llama-cpp",
            "chat-completion-audio",
        ]
    )
    func roundTrips(name: String) throws {
        let completion = try Fixture.value(ChatCompletion.self, name)
        #expect(try roundTrip(completion) == completion)
    }

    @Test("Tool calls are decoded by type, and an unknown type is kept")
    func toolCalls() throws {
        let completion = try Fixture.value(ChatCompletion.self, "chat-completion-tool-calls")
        let calls = completion.choices[0].message.toolCalls
        #expect(completion.text == "")
        #expect(completion.choices[0].finishReason == .toolCalls)
        #expect(calls.map(\.id) == ["call_1", "call_2", "call_3"])
        #expect(calls.map(\.type) == ["function", "custom", "teleport"])
        #expect(calls[0].function?.name == "weather")
        #expect(calls[0].function?.arguments == #"{"city":"Lisbon"}"#)
        #expect(calls[1].custom?.input == "ls -l")
        #expect(calls[2] == .unknown(["id": "call_3", "type": "teleport", "teleport": ["to": "Mars"]]))
    }

    @Test("llama.cpp's answer is decoded, including reasoning and log probabilities")
    func llamaCpp() throws {
        let completion = try Fixture.value(ChatCompletion.self, "chat-completion-llama-cpp")
        #expect(completion.text == "4")
        #expect(completion.choices[0].message.reasoning == "Two and two.")
        let token = try #require(completion.choices[0].logprobs?.content?.first)
        #expect(token.token == "4" && token.bytes == [52] && token.logprob == -0.25)
        #expect(token.topLogprobs == [.init(token: "4", logprob: -0.25, bytes: [52])])
    }

    @Test("An audio answer is decoded")
    func audio() throws {
        let message = try Fixture.value(ChatCompletion.self, "chat-completion-audio").choices[0].message
        #expect(
            message.audio
                == .init(id: "audio_1", data: "UklGRg==", expiresAt: 1_795_003_600, transcript: "Good morning.")
        )
        #expect(ChatMessage(message).audioID == "audio_1")
    }

    @Test("An answer with only choices is decoded, with choices numbered by position")
    func bare() throws {
        let completion = try decoded(
            ChatCompletion.self,
            #"{"choices":[{"message":{"content":"a"}},{"index":null,"message":{}}]}"#
        )
        #expect(completion.id == "" && completion.model == "" && completion.created == nil)
        #expect(completion.object == "chat.completion")
        #expect(completion.usage == nil)
        #expect(completion.choices.map(\.index) == [0, 1])
        #expect(completion.choices.map(\.message.role) == [.assistant, .assistant])
        #expect(completion.choices.map(\.message.content) == ["a", nil])
        #expect(completion.choices[0].finishReason == nil)
        #expect(completion.choices[0].message.toolCalls.isEmpty)
    }

    @Test("An answer without choices, or with null, is rejected")
    func withoutChoices() throws {
        #expect {
            try decoded(ChatCompletion.self, #"{"id":"x"}"#)
        } throws: { error in
            guard case DecodingError.keyNotFound(let key, _) = error else { return false }
            return key.stringValue == "choices"
        }
        #expect {
            try decoded(ChatCompletion.self, #"{"choices":null}"#)
        } throws: { error in
            guard case DecodingError.valueNotFound = error else { return false }
            return true
        }
        #expect(try decoded(ChatCompletion.self, #"{"choices":[]}"#).text == "")
    }

    @Test("An unknown finish reason is kept, and an empty one is nil")
    func finishReasons() throws {
        func reason(_ json: String) throws -> FinishReason? {
            try decoded(ChatCompletion.self, #"{"choices":[{"message":{},"finish_reason":\#(json)}]}"#)
                .choices[0].finishReason
        }
        #expect(try reason(#""abort""#)?.rawValue == "abort")
        #expect(try reason(#""""#) == nil)
        #expect(try reason("null") == nil)
    }

    @Test("Reasoning is decoded under either name and encoded under one")
    func reasoning() throws {
        func reasoning(_ members: String) throws -> String? {
            try decoded(ChatCompletion.Message.self, "{\(members)}").reasoning
        }
        #expect(try reasoning(#""reasoning_content":"a""#) == "a")
        #expect(try reasoning(#""reasoning":"b""#) == "b")
        #expect(try reasoning(#""reasoning_content":"","reasoning":"b""#) == "b")
        #expect(try reasoning(#""reasoning_content":null"#) == nil)
        #expect(
            try encoded(ChatCompletion.Message(content: "4", reasoning: "a"))
                == #"{"role":"assistant","content":"4","refusal":null,"reasoning_content":"a"}"#
        )
    }

    @Test("Text sent in parts is joined")
    func contentInParts() throws {
        let message = try decoded(
            ChatCompletion.Message.self,
            #"{"content":[{"type":"thinking","thinking":[]},{"type":"text","text":"a"},{"type":"text","text":"b"}]}"#
        )
        #expect(message.content == "ab")
    }

    @Test(
        "A tool call with missing fields is decoded from the fields that it has",
        arguments: [
            (#"{"function":{"name":"f"}}"#, ToolCall.function(id: "", name: "f", arguments: "")),
            (#"{"id":null,"type":null,"custom":{"input":"i"}}"#, .custom(id: "", name: "", input: "i")),
            (#"{"id":7,"type":"","function":{"arguments":"{}"}}"#, .function(id: "7", name: "", arguments: "{}")),
            (#"{"id":"c","type":"function"}"#, .unknown(["id": "c", "type": "function"])),
            (
                #"{"id":"c","type":"function","function":{"name":"f","arguments":{"a":[1,null]}}}"#,
                .function(id: "c", name: "f", arguments: #"{"a":[1,null]}"#)
            ),
            (#""loose""#, .unknown("loose")),
        ]
    )
    func incompleteToolCalls(text: String, call: ToolCall) throws {
        #expect(try decoded(ToolCall.self, text) == call)
    }

    @Test("Null lists are decoded as empty, and empty ones are not encoded")
    func nullLists() throws {
        let message = try decoded(
            ChatCompletion.Message.self,
            #"{"content":null,"tool_calls":null,"annotations":null,"function_call":null,"audio":null}"#
        )
        #expect(message == ChatCompletion.Message())
        #expect(try encoded(message) == #"{"role":"assistant","content":null,"refusal":null}"#)
    }

    @Test("An answer is encoded with the members that OpenAI always sends")
    func writing() throws {
        let completion = ChatCompletion(id: "c", choices: [.init(message: .init(content: "a"))], created: 1, model: "m")
        #expect(
            try encoded(completion)
                == #"{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":"#
                + #"{"role":"assistant","content":"a","refusal":null},"logprobs":null,"finish_reason":"stop"}]}"#
        )
    }

    @Test("Metadata with non-string values does not lose the answer")
    func oddMetadata() throws {
        let completion = try decoded(ChatCompletion.self, #"{"choices":[],"metadata":{"a":"x","b":7,"c":null}}"#)
        #expect(completion.metadata == ["a": "x", "b": "7", "c": "null"])
    }

    @Test("Metadata is encoded in the order of its keys")
    func metadataOrder() throws {
        let metadata = Dictionary(uniqueKeysWithValues: (10...40).map { ("k\($0)", "v") })
        let written = try JSONValue(jsonText: encoded(ChatCompletion(choices: [], metadata: metadata)))
        #expect(written["metadata"]?.objectValue?.keys == (10...40).map { "k\($0)" })
    }

    @Test(
        "Non-integer counts are rounded",
        arguments: [
            ("12.0", 12), ("12.7", 12), ("1e3", 1000), ("1e30", Int.max), ("-1e30", Int.min),
            ("18446744073709551615", Int.max), ("null", 0),
        ]
    )
    func oddCounts(text: String, count: Int) throws {
        let usage = try decoded(CompletionUsage.self, #"{"prompt_tokens":\#(text),"total_tokens":1}"#)
        #expect(usage.promptTokens == count)
        #expect(usage.totalTokens == 1)
    }

    @Test("Counts sent as strings are decoded", arguments: [("10", 10), ("10.0", 10), ("-1", -1)])
    func countsAsTexts(text: String, count: Int) throws {
        let usage = #"{"prompt_tokens":"\#(text)","completion_tokens":2,"prompt_tokens_details":{"cached_tokens":"3"}}"#
        let completion = try decoded(ChatCompletion.self, #"{"choices":[],"usage":\#(usage)}"#)
        #expect(completion.usage?.promptTokens == count)
        #expect(completion.usage?.promptTokensDetails?.cachedTokens == 3)
    }

    @Test(
        "Malformed usage does not lose the answer",
        arguments: [
            #"[1,2]"#, #""many""#, "7", "true", #"{"prompt_tokens":"ten"}"#, #"{"prompt_tokens":[1]}"#,
            #"{"prompt_tokens":1,"prompt_tokens_details":"x"}"#, #"{"completion_tokens":"nan"}"#,
        ]
    )
    func unreadableUsage(usage: String) throws {
        let choice = #"{"index":0,"message":{"content":"Hello"},"finish_reason":"stop"}"#
        let text = #"{"choices":[\#(choice)],"usage":\#(usage)}"#
        let bytes = Array(text.utf8)
        for completion in [try decoded(ChatCompletion.self, text), ChatCompletion.read(bytes)].compactMap({ $0 }) {
            #expect(completion.text == "Hello")
            #expect(completion.usage == nil)
        }
        let piece = #"{"choices":[{"index":0,"delta":{"content":"Hello"}}],"usage":\#(usage)}"#
        #expect(try decoded(ChatCompletionChunk.self, piece).usage == nil)
        var parser = ChatChunkParser()
        guard case .element(let chunk) = try Array(piece.utf8).withUnsafeBufferPointer({ try parser.parse($0) }) else {
            return #expect(Bool(false), "no chunk")
        }
        #expect(chunk.usage == nil)
        #expect(chunk.choices.first?.delta.content == "Hello")
    }

    @Test("A missing total is computed as the sum, without trapping on overflow")
    func missingTotal() throws {
        #expect(try decoded(CompletionUsage.self, #"{"prompt_tokens":3,"completion_tokens":4}"#).totalTokens == 7)
        #expect(CompletionUsage(promptTokens: .max, completionTokens: 1).totalTokens == .max)
    }

    @Test("Log probabilities with missing or invalid members are decoded")
    func oddLogprobs() throws {
        let logprobs = try decoded(
            ChatLogprobs.self,
            #"{"content":[{"token":"a","logprob":null,"bytes":[300]},{"token":"b","logprob":-1,"bytes":null}]}"#
        )
        #expect(
            logprobs.content == [TokenLogprob(token: "a", logprob: -9999), TokenLogprob(token: "b", logprob: -1)]
        )
        #expect(logprobs.refusal == nil)
    }
}
