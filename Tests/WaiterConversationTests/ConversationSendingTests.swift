import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

@Suite("Answers in later requests")
struct ConversationSendingTests {
    private func answer(_ text: String, _ reason: String) -> ScriptedTransport.Step {
        .json(
            JSONValue.object(
                ["choices": [["message": ["content": .string(text)], "finish_reason": .string(reason)]]]
            ).jsonText
        )
    }

    private func exchange(_ text: String, _ reason: String) async throws -> (Conversation, sent: [ChatMessage]) {
        let transport = ScriptedTransport(steps: [answer(text, reason), answer("B", "stop")])
        let client = try OpenAI(configuration: OpenAI.Configuration(apiKey: APIKey("sk-test")), transport: transport)
        var conversation = Conversation(model: "m")
        try await conversation.send("a", with: client)
        try await conversation.send("b", with: client)
        let body = try JSONValue(parsing: transport.requests[1].body)
        let request = try JSONBodyDecoder.decode(ChatCompletionRequest.self, from: body)
        return (conversation, request.messages)
    }

    @Test("An answer ended by a limit, a filter or an unknown reason is interrupted, and sent marked as incomplete")
    func cut() async throws {
        for reason in ["length", "MAX_TOKENS", "content_filter", "new"] {
            let (conversation, sent) = try await exchange("Half", reason)
            #expect(conversation.path[1].status == .interrupted)
            #expect(conversation.path[1].message.text == "Half")
            #expect(sent[1].text == "Half\n\n[The answer was cut off here.]")
        }
    }

    @Test("A complete answer is sent unchanged, without its reasoning")
    func whole() async throws {
        let (conversation, sent) = try await exchange("<think>Hm</think>\n\nWhole", "end_turn")
        #expect(conversation.path[1].status == .complete)
        #expect(conversation.path[1].message.text == "Whole")
        #expect(sent[1].text == "Whole")
    }

    @Test("Reasoning in imported answers is not sent")
    func imported() async throws {
        var conversation = Conversation(model: "m")
        conversation.append(.user("a"))
        conversation.append(.assistant("Hm\n</think>\n\nWhole"))
        conversation.append(.user("b"))
        let context = try await conversation.fitted(to: ContextWindow(size: nil)) { _ in 1 }
        #expect(context.messages[1] == .assistant("Whole"))
        #expect(conversation.path[1].message.text == "Hm\n</think>\n\nWhole")
    }
}
