import Testing
import Waiter
import WaiterConversation
import WaiterModels
import WaiterStore
import WaiterTesting

/// The tests of docs/testing.md, which `PageTests` compares with it.
@Suite("The page on testing", .timeLimit(.minutes(10)))
struct TestingPageTests {
    @Test func asksOnce() async throws {
        let model = ScriptedTransport.answers("Hi")
        let client = try model.client()
        let answer = try await client.chat.completions.create(
            .init(model: "m", messages: [.user("Hello")])
        )
        #expect(answer.text == "Hi")
        #expect(model.chatRequests[0].messages == [.user("Hello")])
    }

    @Test func keepsPartialAnswer() async throws {
        let model = ScriptedTransport.answers(.cut(after: "One ", "two "), "Three.")
        let session = ConversationSession(model: "m", client: try model.client())
        await #expect(throws: OpenAIError.self) { _ = try await session.stream("Count.").collect() }
        #expect(session.conversation.messages.last?.text == "One two ")
        try await session.send("Go on.")
        #expect(model.chatRequests[1].messages.count == 3)
    }

    @Test func givesUp() async throws {
        let clock = ManualClock(skipsPauses: true)
        let model = ScriptedTransport.answers(.silence)
        let client = try model.client(clock: clock)
        let call = Task {
            try await client.chat.completions.create(.init(model: "m", messages: [.user("Hello")]))
        }
        while model.requests.isEmpty { await Task.yield() }
        clock.advance(by: .seconds(3600))
        await #expect(throws: OpenAIError.self) { try await call.value }
    }

    @Test func staysInBudget() async throws {
        let ledger = try await Ledger(path: Ledger.inMemory)
        try await ledger.set(Budget(limit: try Dollars("0.0001"), period: .total))
        let model = ScriptedTransport.answers("Hi")
        let client = try model.client(meter: ledger)
        let error = await #expect(throws: OpenAIError.self) {
            try await client.chat.completions.create(.init(model: "gpt-4o", messages: [.user("Hello")]))
        }
        #expect(error?.code == .budgetExceeded)
        #expect(model.requests.isEmpty)
    }

    @Test func readsFromASocket() async throws {
        let server = try FaultServer { _, _ in
            [.response(#"{"choices":[{"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}"#)]
        }
        let client = try OpenAI(
            configuration: .init(apiKey: APIKey("sk-test"), baseURL: BaseURL(server.address + "/v1"))
        )
        let answer = try await client.chat.completions.create(
            .init(model: "m", messages: [.user("Hello")])
        )
        #expect(answer.text == "Hi")
    }
}
