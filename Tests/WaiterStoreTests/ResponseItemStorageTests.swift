import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterModels
import WaiterTestSupport

@testable import WaiterStore

@Suite("Items of the Responses API in stored conversations")
struct ResponseItemStorageTests {
    private static let reasoning: JSONValue = [
        "type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "gAAAA", "vendor_field": [1, 2.50],
    ]
    private static let answer = """
        {"id":"resp_1","object":"response","status":"completed","model":"gpt-4.1","output":[
        {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAAA","vendor_field":[1,2.5]},
        {"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"A table"}]}],
        "usage":{"input_tokens":10,"output_tokens":5,"total_tokens":15}}
        """

    @Test("They are read back unchanged, and searches find only the text")
    func stored() throws {
        let folder = try StoreFolder()
        var message = ChatMessage.assistant("A table")
        message.responseItems = [Self.reasoning]
        var stored = StoredConversation(Conversation(model: "m", messages: [.user("a"), message]))
        let store = try folder.store()
        try store.save(&stored)
        let read = try folder.store().conversation(stored.conversation.id)
        #expect(read.conversation.messages == stored.conversation.messages)
        #expect(try store.search("table").count == 1)
        #expect(try store.search("gAAAA").isEmpty)
    }

    @Test("The record of a call has the items with the answer, and its attempt names the API")
    func recorded() async throws {
        let folder = try StoreFolder()
        let scene = try MeteredClient(.json(Self.answer), folder: folder)
        let store = ConversationStore(database: scene.ledger.database)
        var conversation = Conversation(model: "gpt-4.1", messages: [.user("a")])
        let recording = store.record(StoredConversation(conversation))
        var options = RequestOptions()
        options.metering = MeteringOptions(conversation: conversation.id.text, callID: recording.callID)
        let request = ChatCompletionRequest(model: "gpt-4.1", messages: conversation.messages)
        let completion = try await scene.client.send(.chatCompletion(request, api: .responses), options: options).value
        conversation.append(ChatMessage(completion.message ?? ChatCompletion.Message()))
        try await recording.finish(CallEnd(status: .complete, completion: completion), in: conversation)
        let read = try await folder.store().conversation(conversation.id)
        #expect(read.conversation.path.last?.message.responseItems.first == Self.reasoning)
        #expect(read.conversation.path.last?.message.text == "A table")
        let attempt = try scene.last()
        #expect(attempt.operation == "responses.create")
        #expect((attempt.input, attempt.output) == (10, 5))
        let calls = try await store.calls(of: conversation.id)
        #expect(calls.count == 1)
        #expect(try JSONValue(parsing: calls[0].request)["input"]?[0]?["content"] == "a")
    }

    @Test("Requests over both APIs are restored byte for byte, and a long conversation is not stored once per call")
    func exactRequests() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        let long = String(repeating: "All work and no play. ", count: 200)
        let image = "data:image/png;base64," + Data((0..<3000).map { UInt8($0 % 251) }).base64EncodedString()
        var stored = StoredConversation(Conversation(model: "m", system: "Be brief. \(long)"))
        var bodies: [(row: Int64, body: [UInt8])] = []
        for number in 0..<20 {
            stored.conversation.append(.user([.text("\(number) \(long)"), .imageURL(image)]))
            let request = ChatCompletionRequest(model: "m", messages: stored.conversation.messages)
            let operation = APIOperation<ChatCompletion>.chatCompletion(
                request,
                api: number % 5 == 4 ? .chatCompletions : .responses
            )
            let body = try #require(try operation.jsonBody()).jsonBytes
            let call = try store.begin(CallStart(model: "m", request: body), in: &stored)
            bodies.append((call.row, body))
            var answer = ChatMessage.assistant("Answer \(number): \(long)")
            if number.isMultiple(of: 2) {
                answer.responseItems = [
                    ["type": "reasoning", "id": "rs", "encrypted_content": .string("\(number)g\(long)"), "x": 2.50],
                    ["type": "message", "role": "assistant", "content": .string(answer.text)],
                ]
            }
            stored.conversation.append(answer)
            try store.finish(call, CallEnd(status: .complete), in: &stored)
        }
        stored.conversation.append(.user("x"))
        // The reserved member in a request of the user.
        let odd: JSONValue = ["input": [["type": "message", "content": ["$waiter_content": [1], "x": .string(long)]]]]
        bodies.append((try store.begin(CallStart(model: "m", request: odd.jsonBytes), in: &stored).row, odd.jsonBytes))
        for (row, body) in bodies {
            #expect(try store.database.read { try CallTable(connection: $0, now: Date()).body(of: row) } == body)
        }
        let kept = try folder.connection().first("SELECT sum(length(request) + length(sent)) FROM call") {
            $0.integer(0)
        }
        #expect((kept ?? .max) < 100_000, "\(kept ?? 0) of \(bodies.reduce(0) { $0 + $1.body.count })")
    }
}
