import Testing
import Waiter

@Suite("The decoder of a chat completion's events")
struct ChatChunkDecoderTests {
    @Test("What is kept for errors has a bound, but the end of a long answer is still noticed")
    func bound() throws {
        let decoder = ChatChunkDecoder(redactor: Redactor())
        let text = String(repeating: "x", count: 1000)
        let long = #"{"id":"c","choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"#
        for _ in 0..<1500 { try Self.read(long, decoder) }
        #expect(!decoder.isComplete)
        try Self.read(#"{"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#, decoder)
        #expect(decoder.isComplete)
        let kept = try #require(decoder.partial).text.utf8.count
        #expect(kept >= 1 << 20 && kept < 1 << 20 + 1000)
    }

    @Test("A batch has its first event last, and what stands before an error is kept")
    func batch() throws {
        let decoder = ChatChunkDecoder(redactor: Redactor())
        var events = EventStreamParser()
        try events.append(Array((["A", "B"].map(Self.event).joined() + "data: {x\n\n").utf8))
        var chunks: [ChatCompletionChunk] = []
        #expect(throws: OpenAIError.self) { try decoder.decodeBatch(&events, into: &chunks) }
        #expect(chunks.map { $0.choices[0].delta.content } == ["B", "A"])
    }

    private static func event(_ text: String) -> String {
        "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(text)\"}}]}\n\n"
    }

    private static func read(_ json: String, _ decoder: ChatChunkDecoder) throws {
        _ = try Array(json.utf8).withUnsafeBufferPointer { try decoder.decode($0, type: "", id: "") }
    }
}
