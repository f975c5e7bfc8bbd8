import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

@Suite("A session's answer stream", .timeLimit(.minutes(10)))
struct AnswerStreamTests {
    private func session(
        _ model: ScriptedTransport,
        meter: NotingMeter? = nil,
        saver: NotingSaver? = nil
    ) throws -> ConversationSession {
        ConversationSession(model: "m", client: try model.client(meter: meter), saver: saver)
    }

    private func events(_ texts: String...) -> [[UInt8]] {
        texts.map { Array(#"data: {"choices":[{"index":0,"delta":{"content":"\#($0)"}}]}"#.utf8) + [10, 10] }
    }

    @Test("The chunks arrive in order, and the answer is complete, recorded and saved at their end")
    func complete() async throws {
        let (meter, saver) = (NotingMeter(), NotingSaver())
        let session = try session(.answers(.stream("One ", "two.")), meter: meter, saver: saver)
        let answer = try await session.stream("Count.")
        #expect(answer.head.status == 200 && answer.status == .streaming && answer.completion == nil)
        #expect(session.texts == ["Count."] && saver.texts == [["Count."]])
        var text = ""
        for try await chunk in answer { text += chunk.content }
        #expect(text == "One two." && answer.completion?.text == text && answer.status == .complete)
        #expect(answer.completion?.usage?.completionTokens == 2)
        #expect(session.texts == ["Count.", "One two."] && !session.isBusy)
        #expect(saver.texts.last == session.texts)
        #expect(meter.ends == [.complete])
        #expect(meter.conversations == [session.id.text])
        await #expect(throws: OpenAIError.self) { for try await _ in answer {} }
    }

    @Test(
        "Budget refusals, error responses and connection failures are thrown before the stream, and become branches"
    )
    func refusals() async throws {
        let model = ScriptedTransport.answers(
            .status(401),
            .failure(TransportError(.refused, reason: "connection refused", isPermanent: true)),
            "yes"
        )
        let session = try session(model, meter: NotingMeter(refusals: 1))
        var codes: [OpenAIError.Code] = []
        for question in ["budget", "refusal", "connection"] {
            let error = await #expect(throws: OpenAIError.self) { _ = try await session.stream(question) }
            codes += error.map { [$0.code] } ?? []
        }
        #expect(codes == [.budgetExceeded, .authentication, .connection])
        #expect(try await session.stream("at last").collect().text == "yes")
        #expect(model.sentTexts == [["refusal"], ["connection"], ["at last"]])
        #expect(session.texts == ["at last", "yes"] && session.conversation.leaves.count == 4)
    }

    @Test("An abandoned stream is recorded as interrupted, closes its connection, and ends its turn")
    func left() async throws {
        let model = ScriptedTransport(
            .stall(headers: ["content-type": "text/event-stream"], chunks: events("One ", "two "))
        )
        let (meter, saver) = (NotingMeter(), NotingSaver())
        let session = try session(model, meter: meter, saver: saver)
        let answer = try await session.stream("Count.")
        for try await chunk in answer where chunk.content == "One " { break }
        #expect(answer.status == .interrupted && answer.completion?.text == "One ")
        #expect(session.conversation.path.last?.status == .interrupted && session.texts == ["Count.", "One "])
        #expect(model.cancelledBodies == 1 && meter.ends == [.cancelled])
        try await session.save()
        #expect(saver.texts.last == ["Count.", "One "] && !session.isBusy)
    }

    @Test("A stream that is never read, and one whose session is released, end their turns as well")
    func dropped() async throws {
        let model = ScriptedTransport(
            .stall(headers: ["content-type": "text/event-stream"], chunks: events("One ")),
            .events(String(decoding: events("One ").joined(), as: UTF8.self) + "data: [DONE]\n\n")
        )
        let saver = NotingSaver()
        var session: ConversationSession? = try self.session(model, saver: saver)
        _ = try await session?.stream("Unread.")
        #expect(session?.conversation.path.last?.status == .failed && model.cancelledBodies == 1)
        let answer = try await session?.stream("Count.")
        session = nil
        #expect(try await answer?.collect().text == "One ")
        #expect(saver.texts.last == ["Count.", "One "])
    }

    @Test("Cancelling the reading task closes the connection and keeps the partial answer")
    func cancelled() async throws {
        let model = ScriptedTransport(
            .stall(headers: ["content-type": "text/event-stream"], chunks: events("One "))
        )
        let session = try session(model, saver: NotingSaver())
        let answer = try await session.stream("Count.")
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let reading = Task {
            for try await _ in answer { begin.finish() }
        }
        for await _ in begun {}
        reading.cancel()
        await #expect(throws: CancellationError.self) { try await reading.value }
        #expect(model.cancelledBodies == 1 && answer.status == .interrupted)
        #expect(session.texts == ["Count.", "One "])
    }

    @Test("A server that dies during two hundred streams leaves two hundred interrupted answers, and no open turn")
    func death() async throws {
        let model = ScriptedTransport.answers(.cut(after: 3))
        let client = try model.client()
        let sessions = (0..<200).map { _ in ConversationSession(model: "m", client: client) }
        let codes = await withTaskGroup(of: OpenAIError.Code?.self) { group in
            for session in sessions {
                group.addTask {
                    do {
                        _ = try await session.stream("Count.").collect()
                        return nil
                    } catch {
                        return (error as? OpenAIError)?.code
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes == Array(repeating: .streamTruncated, count: 200))
        #expect(sessions.allSatisfy { $0.texts == ["Count.", "1 2 3 "] && !$0.isBusy })
    }

    @Test("A stream that fails before its first content is failed, and its question becomes a branch")
    func empty() async throws {
        let model = ScriptedTransport(
            .events(": ping\n\n"),
            .events(String(decoding: events("One ").joined(), as: UTF8.self) + "data: [DONE]\n\n")
        )
        let session = try session(model)
        let answer = try await session.stream("lost")
        await #expect(throws: OpenAIError.self) { for try await _ in answer {} }
        #expect(answer.status == .failed && answer.completion == nil)
        #expect(try await session.stream("Count.").collect().text == "One ")
        #expect(model.sentTexts == [["lost"], ["Count."]])
    }

    @Test("A smaller context window is learned from an error, also from one in an accepted stream")
    func tooLong() async throws {
        let refusal =
            #"{"error": {"code": "context_length_exceeded", "message": "maximum context length is 20 tokens"}}"#
        let whole = String(decoding: events("yes").joined(), as: UTF8.self) + "data: [DONE]\n\n"
        for first in [ScriptedTransport.Step.json(refusal, status: 400), .events("data: \(refusal)\n\n")] {
            let model = ScriptedTransport(steps: [first, .events(whole)])
            let history: [ChatMessage] = [.user(String(repeating: "word ", count: 50)), .assistant("yes")]
            let session = ConversationSession(
                Conversation(model: "gpt-4", messages: history),
                client: try model.client()
            )
            #expect(try await session.stream("q").collect().text == "yes")
            #expect(model.sentTexts.last == ["q"] && session.conversation.lastFit?.omitted == [0, 1])
        }
    }
}
