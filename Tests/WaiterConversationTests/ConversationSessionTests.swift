import HTTPTypes
import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

@Suite("Sessions", .timeLimit(.minutes(10)))
struct ConversationSessionTests {
    @Test("Question and answer are recorded, metered under the conversation's ID, and saved before and after the call")
    func sending() async throws {
        let model = ScriptedTransport.answers("A waiter.", "An API.")
        let (meter, saver) = (NotingMeter(), NotingSaver())
        let session = ConversationSession(
            model: "m",
            system: "Be brief.",
            client: try model.client(meter: meter),
            saver: saver
        )
        #expect(try await session.send("What is an API?").text == "A waiter.")
        #expect(try await session.send("And a waiter?").text == "An API.")
        #expect(session.texts == ["Be brief.", "What is an API?", "A waiter.", "And a waiter?", "An API."])
        #expect(model.sentTexts[1] == session.texts.dropLast())
        #expect(meter.conversations == [session.id.text, session.id.text])
        #expect(saver.texts.map(\.count) == [2, 3, 4, 5])
        #expect(saver.saved.last == session.conversation)
        #expect(!session.isBusy && session.saveFailure == nil)
    }

    @Test("Of two concurrent turns, the second waits and sends the answer of the first")
    func twoTurns() async throws {
        let gate = TestGate()
        let model = ScriptedTransport(
            .handle { _ in
                await gate.wait()
                return ScriptedTransport.response("one")
            },
            .handle { _ in ScriptedTransport.response("two") }
        )
        let session = ConversationSession(model: "m", client: try model.client())
        let first = Task { try await session.send("a").text }
        await eventually { model.requests.count == 1 }
        #expect(session.isBusy && session.texts == ["a"])
        let second = Task { try await session.send("b").text }
        let third = Task { try await session.update { $0.title = "A title" } }
        gate.open()
        #expect(try await first.value == "one")
        #expect(try await second.value == "two")
        try await third.value
        #expect(model.sentTexts == [["a"], ["a", "one", "b"]])
        #expect(session.texts == ["a", "one", "b", "two"] && session.conversation.title == "A title")
    }

    @Test("Fifty concurrent turns produce fifty questions with one answer each")
    func manyTurns() async throws {
        let model = ScriptedTransport.answers("yes")
        let session = ConversationSession(model: "m", client: try model.client())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for turn in 0..<50 {
                group.addTask {
                    if turn.isMultiple(of: 2) {
                        try await session.send("\(turn)")
                    } else {
                        _ = try await session.stream("\(turn)").collect()
                    }
                }
            }
            try await group.waitForAll()
        }
        let texts = session.texts
        #expect(texts.count == 100 && session.conversation.leaves.count == 1)
        #expect(Set(texts.filter { $0 != "yes" }).count == 50)
        for place in texts.indices { #expect((texts[place] == "yes") != place.isMultiple(of: 2)) }
    }

    @Test("A turn cancelled while waiting leaves the queue and sends nothing")
    func cancelledWait() async throws {
        let gate = TestGate()
        let model = ScriptedTransport(
            .handle { _ in
                await gate.wait()
                return ScriptedTransport.response("one")
            }
        )
        let session = ConversationSession(model: "m", client: try model.client())
        let first = Task { try await session.send("a") }
        await eventually { model.requests.count == 1 }
        let second = Task { try await session.send("b") }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        gate.open()
        _ = try await first.value
        #expect(session.texts == ["a", "one"])
        try await session.send("c")
        #expect(session.texts == ["a", "one", "c", "one"])
    }

    @Test("Questions can be retried, edited and undone; previous messages stay as branches")
    func changing() async throws {
        let model = ScriptedTransport.answers("1", "2", "3", "4", "5")
        let session = ConversationSession(model: "m", client: try model.client())
        try await session.send("a")
        try await session.retry()
        #expect(session.texts == ["a", "2"])
        try await session.edit("b")
        #expect(session.texts == ["b", "3"])
        _ = try await session.streamRetry().collect()
        _ = try await session.streamEdit("c").collect()
        #expect(session.texts == ["c", "5"] && session.conversation.leaves.count == 5)
        let question = try await session.update { try $0.undo() }
        #expect(question == .user("c") && session.texts.isEmpty)
        await #expect(throws: ConversationError.self) { try await session.retry() }
        #expect(!session.isBusy)
    }

    @Test("Tool results are appended between two turns")
    func tools() async throws {
        let model = ScriptedTransport.answers(.toolCall("find", #"{"what":"soup"}"#), "Found it.")
        let session = ConversationSession(model: "m", client: try model.client())
        let completion = try await session.send("Is there soup?")
        let call = try #require(completion.message?.toolCalls.first)
        #expect(call.function?.name == "find" && call.function?.arguments == #"{"what":"soup"}"#)
        try await session.update { $0.append(.tool("yes", toolCallID: call.id)) }
        #expect(try await session.answer().text == "Found it.")
        #expect(model.chatRequests[1].messages.map(\.role) == [.user, .assistant, .tool])
    }

    @Test("A question that cannot be saved is not sent; such an answer is returned, and saved with the next turn")
    func failingSaver() async throws {
        let model = ScriptedTransport.answers("1", "2")
        let saver = NotingSaver()
        let session = ConversationSession(model: "m", client: try model.client(), saver: saver)
        saver.fail(1)
        await #expect(throws: NotingSaver.Failure.self) { try await session.send("lost") }
        #expect(model.requests.isEmpty && !session.isBusy)

        let failing = FailingSecondSave()
        let other = ConversationSession(model: "m", client: try model.client(), saver: failing)
        #expect(try await other.send("a").text == "1")
        #expect(other.saveFailure is NotingSaver.Failure)
        #expect(try await other.send("b").text == "2")
        #expect(other.saveFailure == nil && failing.saver.texts.last == ["a", "1", "b", "2"])

        try await session.send("kept")
        #expect(model.sentTexts.last == ["kept"], "the failed question stays behind as a branch")
        #expect(session.saveFailure == nil && saver.saved.last == session.conversation)
    }

    private final class FailingSecondSave: ConversationSaver {
        let saver = NotingSaver()

        func save(_ conversation: Conversation) async throws {
            if saver.saved.count == 1, conversation.nodes.count == 2 { throw NotingSaver.Failure() }
            try await saver.save(conversation)
        }
    }

    @Test("A cancelled call is saved as such even if the saver honors cancellation")
    func cancelledCall() async throws {
        let model = ScriptedTransport.answers(.silence)
        let saver = NotingSaver()
        let session = ConversationSession(model: "m", client: try model.client(), saver: saver)
        let call = Task { try await session.send("a") }
        await eventually { model.requests.count == 1 }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        try await session.save()
        #expect(saver.saved.last?.nodes.map(\.status) == [.failed])
    }
}

extension ScriptedTransport {
    /// A complete answer for a step that creates its own.
    static func response(_ text: String) -> TransportResponse {
        let document: JSONValue = [
            "choices": [["message": ["role": "assistant", "content": .string(text)], "finish_reason": "stop"]]
        ]
        return TransportResponse(head: HTTPResponse(status: .ok), body: ResponseBody(Array(document.jsonText.utf8)))
    }
}
