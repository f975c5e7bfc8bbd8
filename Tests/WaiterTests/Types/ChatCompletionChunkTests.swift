import Testing
import Waiter

@Suite("A chat completion chunk")
struct ChatCompletionChunkTests {
    @Test("OpenAI's chunks are decoded")
    func openAI() throws {
        let chunks = try Fixture.value([ChatCompletionChunk].self, "chat-stream-parallel-tool-calls")
        #expect(chunks[0].id == "chatcmpl-Ck4")
        #expect(chunks[0].serviceTier == .default)
        #expect(chunks[0].obfuscation == "x1")
        #expect(chunks[0].choices[0].delta.role == .assistant)
        #expect(chunks[0].choices[0].delta.content == nil)
        #expect(
            chunks[0].choices[0].delta.toolCalls == [
                .init(index: 0, id: "call_1", type: "function", function: .init(name: "weather", arguments: ""))
            ]
        )
        #expect(chunks[4].choices[0].finishReason == .toolCalls)
        #expect(chunks[5].choices.isEmpty)
        #expect(chunks[5].usage?.totalTokens == 70)
        #expect(try roundTrip(chunks) == chunks)
    }

    @Test("A chunk without choices, or nearly empty, is decoded")
    func sparse() throws {
        #expect(try decoded(ChatCompletionChunk.self, "{}") == ChatCompletionChunk())
        #expect(try decoded(ChatCompletionChunk.self, #"{"choices":null,"usage":null}"#).choices.isEmpty)
        let chunk = try decoded(
            ChatCompletionChunk.self,
            #"{"choices":[{"finish_reason":""},{"delta":null},{"index":7,"delta":{"role":"","content":"x"}}]}"#
        )
        #expect(chunk.choices.map(\.index) == [0, 1, 7])
        #expect(chunk.choices[0].finishReason == nil)
        #expect(chunk.choices[2].delta == .init(content: "x"))
    }

    @Test("Reasoning is read under either name")
    func reasoning() throws {
        for name in ["reasoning", "reasoning_content"] {
            let delta = try decoded(ChatCompletionChunk.Delta.self, #"{"\#(name)":"hm"}"#)
            #expect(delta.reasoning == "hm")
        }
        #expect(try encoded(ChatCompletionChunk.Delta(reasoning: "hm")) == #"{"reasoning_content":"hm"}"#)
    }

    @Test("Tool call deltas without an index, an ID or a type are decoded; an unknown type is kept completely")
    func toolCallPieces() throws {
        let delta = try decoded(
            ChatCompletionChunk.Delta.self,
            #"{"tool_calls":[{"function":{"arguments":{"a":1}}},{"index":1,"type":"custom","custom":{"input":"x"}},"#
                + #"{"index":2,"id":"t","type":"teleport","to":"Mars"}]}"#
        )
        #expect(
            delta.toolCalls == [
                .init(function: .init(arguments: #"{"a":1}"#)),
                .init(index: 1, type: "custom", custom: .init(input: "x")),
                .init(
                    index: 2,
                    id: "t",
                    type: "teleport",
                    unknown: ["index": 2, "id": "t", "type": "teleport", "to": "Mars"]
                ),
            ]
        )
        #expect(try roundTrip(delta) == delta)
    }

    @Test("Rarely used fields are set, compared and cleared like any other")
    func rareFields() throws {
        var chunk = ChatCompletionChunk(id: "c")
        let plain = chunk
        chunk.usage = CompletionUsage(promptTokens: 1)
        chunk.moderation = ["input": .null]
        chunk.obfuscation = "x"
        chunk.object = "other"
        #expect(plain.usage == nil && plain.object == "chat.completion.chunk")
        #expect(chunk != plain)
        #expect(try roundTrip(chunk) == chunk)
        (chunk.usage, chunk.moderation, chunk.obfuscation) = (nil, nil, nil)
        chunk.object = ChatCompletionChunk.objectName
        #expect(chunk == plain && chunk.hashValue == plain.hashValue)

        var delta = ChatCompletionChunk.Delta(content: "x", refusal: "no")
        delta.annotations = [.unknown("a")]
        delta.audio = .init(id: "au", data: "AA", expiresAt: 1, transcript: "t")
        delta.functionCall = .init(name: "f", arguments: "{")
        #expect(try roundTrip(delta) == delta)
    }

    @Test("A chunk is small enough to be copied for every token")
    func size() {
        #expect(MemoryLayout<ChatCompletionChunk>.size <= 104)
        #expect(MemoryLayout<ChatCompletionChunk.Choice>.size <= 104)
    }
}
