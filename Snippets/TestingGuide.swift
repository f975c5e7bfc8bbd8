// This file contains the code in the article about testing. To run the code, enter `swift run TestingGuide`. The code
// needs neither a server nor an API key.

import Waiter
import WaiterConversation
import WaiterModels
import WaiterStore
import WaiterTesting

func answers() async throws {
    // snippet.answers
    let model = ScriptedTransport.answers("Hi", .stream("a", "b"), .status(429), .cut(after: 3))
    let client = try model.client()
    let answer = try await client.chat.completions.create(.init(model: "m", messages: [.user("Hello")]))
    assert(answer.text == "Hi")
    assert(model.chatRequests[0].messages == [.user("Hello")])
    // snippet.end
}

func truncated() async throws {
    // snippet.truncated
    let model = ScriptedTransport.answers(.cut(after: "One ", "two "), "Three.")
    let session = ConversationSession(model: "m", client: try model.client())
    do {
        _ = try await session.stream("Count.").collect()
    } catch let error as OpenAIError {
        assert(error.code == .streamTruncated)
    }
    assert(session.conversation.messages.last?.text == "One two ")
    // snippet.end
}

func deadline() async throws {
    // snippet.clock
    let clock = ManualClock(skipsPauses: true)
    let model = ScriptedTransport.answers(.silence)
    let client = try model.client(clock: clock)
    let call = Task {
        try await client.chat.completions.create(.init(model: "m", messages: [.user("Hello")]))
    }
    while model.requests.isEmpty { await Task.yield() }
    clock.advance(by: .seconds(3600))
    do {
        _ = try await call.value
    } catch let error as OpenAIError {
        assert(error.code == .timeout)
    }
    // snippet.end
}

func budget() async throws {
    // snippet.budget
    let ledger = try await Ledger(path: Ledger.inMemory)
    try await ledger.set(Budget(limit: try Dollars("0.0001"), period: .total))
    let model = ScriptedTransport.answers("Hi")
    let client = try model.client(meter: ledger)
    do {
        _ = try await client.chat.completions.create(.init(model: "gpt-4o", messages: [.user("Hello")]))
    } catch let error as OpenAIError {
        assert(error.code == .budgetExceeded)
    }
    assert(model.requests.isEmpty)
    // snippet.end
}

func sockets() async throws {
    // snippet.sockets
    let server = try FaultServer { _, _ in
        [.response(#"{"choices":[{"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}"#)]
    }
    let client = try OpenAI(
        configuration: .init(apiKey: APIKey("sk-test"), baseURL: BaseURL(server.address + "/v1"))
    )
    let answer = try await client.chat.completions.create(.init(model: "m", messages: [.user("Hello")]))
    assert(answer.text == "Hi")
    // snippet.end
}

try await answers()
try await truncated()
try await deadline()
try await budget()
try await sockets()
print("done")
