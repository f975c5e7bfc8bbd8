import Synchronization
import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

@Suite("A server that dies during sessions", .timeLimit(.minutes(10)))
struct DyingServerTests {
    private final class Count: Sendable {
        private let value = Mutex(0)

        func next() -> Int {
            value.withLock { value in
                value += 1
                return value
            }
        }
    }

    @Test("Two hundred streams over real sockets end as interrupted, with partial answers, and the sessions continue")
    func death() async throws {
        let gate = FaultServer.Gate()
        let event = #"data: {"choices":[{"index":0,"delta":{"content":"One "}}]}"# + "\n\n"
        let whole = #"{"choices":[{"message":{"role":"assistant","content":"Yes."},"finish_reason":"stop"}]}"#
        let server = try FaultServer { request, _ in
            request.text.contains("Still there?")
                ? [.response(whole)] : [.eventStreamHead, .chunk(event), .wait(gate), .reset]
        }
        let client = try OpenAI(configuration: .init(baseURL: BaseURL(server.address + "/v1")))
        let sessions = (0..<200).map { _ in ConversationSession(model: "m", client: client) }
        let begun = Count()
        try await withThrowingTaskGroup(of: OpenAIError.Code?.self) { group in
            for session in sessions {
                group.addTask {
                    do {
                        for try await _ in try await session.stream("Count.") {
                            // The last stream to receive content makes the server exit.
                            if begun.next() == 200 { gate.open() }
                        }
                        return nil
                    } catch {
                        return (error as? OpenAIError)?.code
                    }
                }
            }
            for try await code in group { #expect(code == .streamTruncated) }
        }
        for session in sessions {
            #expect(session.conversation.path.last?.status == .interrupted && !session.isBusy)
            #expect(session.texts == ["Count.", "One "])
        }
        #expect(try await sessions[0].send("Still there?").text == "Yes.")
        await client.shutdown()
    }
}
