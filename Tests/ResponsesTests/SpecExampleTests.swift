import Testing
import Waiter

@Suite("The examples of OpenAI's description decode and survive a round trip")
struct SpecExampleTests {
    private func roundTrip<T: Codable>(_ type: T.Type, _ kind: String) throws {
        let examples = try Fixture.examples(kind)
        #expect(!examples.isEmpty)
        for example in examples {
            let value = try JSONBodyDecoder.decode(type, from: example)
            #expect(try json(value).meaning == example.meaning)
        }
    }

    @Test("Responses")
    func responses() throws { try roundTrip(ModelResponse.self, "responses") }

    @Test("Events")
    func events() throws {
        try roundTrip(ResponseStreamEvent.self, "events")
        for example in try Fixture.examples("events") {
            let event = try JSONBodyDecoder.decode(ResponseStreamEvent.self, from: example)
            #expect(event.type.rawValue == example["type"]?.stringValue)
        }
    }

    @Test("Requests")
    func requests() throws {
        try roundTrip(ResponsesRequest.self, "requests")
        try roundTrip(InputTokenCountRequest.self, "token_count_requests")
        try roundTrip(CompactionRequest.self, "compaction_requests")
        try roundTrip(ServerConversationRequest.self, "conversation_requests")
    }

    @Test("Lists, items, counts, compactions, conversations and deletions")
    func others() throws {
        try roundTrip(ResponseItem.self, "items")
        try roundTrip(InputTokenCount.self, "token_counts")
        try roundTrip(CompactedResponse.self, "compactions")
        try roundTrip(ServerConversation.self, "conversations")
        try roundTrip(ResponseItemList.self, "item_lists")
        try roundTrip(ResponseDeletion.self, "deletions")
    }

    @Test("Every item and every tool of the examples has a case of its own")
    func known() throws {
        for example in try Fixture.examples("responses") {
            let response = try JSONBodyDecoder.decode(ModelResponse.self, from: example)
            for item in response.output {
                if case .unknown(let json) = item { Issue.record("unknown item \(json.jsonText)") }
            }
        }
    }
}
