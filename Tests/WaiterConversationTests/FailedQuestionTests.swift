import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

@Suite("Questions whose call failed", .timeLimit(.minutes(10)))
struct FailedQuestionTests {
    @Test("The next request omits a question that was rejected, over budget, cut off or cancelled")
    func leftBehind() async throws {
        let model = ScriptedTransport.answers(
            .status(401),
            .failure(TransportError(.refused, reason: "connection refused", isPermanent: true)),
            "yes"
        )
        let client = try model.client(meter: NotingMeter(refusals: 2))
        var conversation = Conversation(model: "m", system: "s")
        for question in ["budget", "budget again", "refused", "no connection"] {
            await #expect(throws: OpenAIError.self) { try await conversation.send(question, with: client) }
            #expect(conversation.messages == [.system("s"), .user(question)])
            #expect(conversation.path.last?.status == .failed)
        }
        let cancelled = Task { [conversation] in
            var conversation = conversation
            withUnsafeCurrentTask { $0?.cancel() }
            await #expect(throws: CancellationError.self) { try await conversation.send("cancelled", with: client) }
            return conversation
        }
        conversation = await cancelled.value
        try await conversation.send("at last", with: client)
        #expect(model.sentTexts.last == ["s", "at last"])
        #expect(conversation.messages.map(\.text) == ["s", "at last", "yes"])
        #expect(conversation.leaves.count == 6)
    }

    @Test("Retrying sends it again and marks it as answered; a stored copy keeps it as failed")
    func again() async throws {
        let model = ScriptedTransport.answers(.status(401), "yes", "more")
        let client = try model.client()
        var conversation = Conversation(model: "m")
        await #expect(throws: OpenAIError.self) { try await conversation.send("a", with: client) }
        var copy = try JSONDecoder().decode(Conversation.self, from: JSONEncoder().encode(conversation))
        #expect(try await conversation.retry(with: client).text == "yes")
        #expect(conversation.nodes.map(\.status) == [.complete, .complete])
        try await conversation.send("b", with: client)
        #expect(model.sentTexts.last == ["a", "yes", "b"])
        try await copy.send("c", with: client)
        #expect(model.sentTexts.last == ["c"])
    }

    @Test("Streams, custom exchanges and conversations that do not fit leave failed questions behind as well")
    func otherWays() async throws {
        struct Refusing: ConversationExchange {
            mutating func answer(
                to request: ChatCompletionRequest,
                in conversation: Conversation
            ) async throws -> ChatCompletion {
                throw CancellationError()
            }
        }
        let model = ScriptedTransport.answers(.status(500), "yes")
        let client = try model.client { $0.retry.maxRetries = 0 }
        var conversation = Conversation(model: "gpt-4")
        await #expect(throws: OpenAIError.self) { try await conversation.stream("a", with: client) { _ in } }
        var refusing = Refusing()
        conversation.append(.user("b"))
        await #expect(throws: CancellationError.self) { try await conversation.answer(through: &refusing) }
        let window = ContextWindow(size: 20, reserve: 0)
        let long = String(repeating: "word ", count: 50)
        await #expect(throws: ConversationError.self) {
            try await conversation.send(long, with: client, options: .init(window: window))
        }
        try await conversation.send("c", with: client)
        #expect(model.sentTexts.last == ["c"])
    }

    @Test("Questions appended without a call are sent together")
    func appended() async throws {
        let model = ScriptedTransport.answers("yes")
        var conversation = Conversation(model: "m")
        conversation.append(.user("Here is a text."))
        try await conversation.send("Is it long?", with: model.client())
        #expect(model.sentTexts == [["Here is a text.", "Is it long?"]])
    }
}
