import Foundation
import Synchronization
import Testing
import Waiter
import WaiterConversation
import WaiterModels
import WaiterTestSupport

@testable import WaiterStore

@Suite("Calls recorded with their attempts")
struct CallRecordingTests {
    private final class Time: Sendable {
        let now = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
        func advance(by seconds: Double) { now.withLock { $0 += seconds } }
    }

    private let time = Time()
    private let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    private func ledger() throws -> Ledger {
        try Ledger(path: folder.path, now: { [time] in time.now.withLock { $0 } })
    }

    private func question(_ text: String = "Why?") -> StoredConversation {
        var stored = StoredConversation(Conversation(model: "gpt-4o"))
        stored.conversation.append(.user(text))
        return stored
    }

    private func attempt(_ recording: CallRecording, number: Int = 1) -> MeteredAttempt {
        MeteredAttempt(
            operation: "chat.completions.create",
            model: "gpt-4o",
            attempt: number,
            callID: recording.callID,
            idempotencyKey: "key",
            server: "example.com",
            body: Array(
                #"{"model":"gpt-4o","max_completion_tokens":100,"messages":[{"role":"user","content":"Why?"}]}"#.utf8
            )
        )
    }

    private func completion(_ text: String) throws -> ChatCompletion {
        let message: JSONValue = ["role": "assistant", "content": .string(text)]
        let json: JSONValue = [
            "id": "c", "object": "chat.completion", "created": 1, "model": "gpt-4o-2024-08-06",
            "choices": [["index": 0, "message": message, "finish_reason": "stop"]],
        ]
        return try JSONBodyDecoder.decode(ChatCompletion.self, from: json.jsonBytes)
    }

    private func outcome(_ status: AttemptOutcome.Status, _ text: String) throws -> AttemptOutcome {
        var outcome = AttemptOutcome(status, total: .milliseconds(1500))
        outcome.httpStatus = 200
        outcome.requestID = "req_1"
        outcome.firstToken = .milliseconds(300)
        outcome.result = PartialResult(try completion(text), usage: nil)
        return outcome
    }

    private func seen(_ stored: StoredConversation) throws -> [String] {
        try folder.store().conversation(stored.conversation.id).texts
    }

    /// Changes with each transaction of another connection.
    private func version(_ connection: SQLiteConnection) throws -> Int64? {
        try connection.first("PRAGMA data_version") { $0.integer(0) }
    }

    @Test("Question and reservation are one transaction, answer and bill another, and the end of the call needs none")
    func transactions() async throws {
        let ledger = try ledger()
        try await ledger.set(Budget(limit: try #require(Dollars(decimal: "1")), period: .total))
        let observer = try folder.connection()
        var versions = [try version(observer)]
        let recording = ledger.conversations.record(question())
        let record = try #require(try await ledger.meter().begin(attempt(recording)))
        #expect(try seen(recording.stored) == ["Why?", ""])
        versions.append(try version(observer))
        record.end(try outcome(.complete, "Because."))
        #expect(try seen(recording.stored) == ["Why?", "Because."])
        versions.append(try version(observer))
        let conversation = recording.stored.conversation
        try await recording.finish(CallEnd(status: .complete), in: conversation)
        versions.append(try version(observer))
        #expect(versions[0] != versions[1] && versions[1] != versions[2] && versions[2] == versions[3], "\(versions)")

        let calls = try await ledger.conversations.calls(of: conversation.id)
        let attempts = try await ledger.attempts(ofCall: recording.callID)
        #expect(calls.map(\.id) == [recording.callID] && attempts.map(\.callID) == [recording.callID])
        #expect(calls.first?.status == .complete && calls.first?.requestID == "req_1")
        #expect(calls.first?.firstToken == .milliseconds(300) && calls.first?.server == "example.com")
        #expect(calls.first.map { $0.request } == attempt(recording).body)
        #expect(try folder.problems().isEmpty)
    }

    @Test("A question refused by a budget leaves nothing behind")
    func refused() async throws {
        let ledger = try ledger()
        try await ledger.set(Budget(limit: .zero, period: .total))
        let recording = ledger.conversations.record(question())
        await #expect(throws: OpenAIError.self) { _ = try await ledger.meter().begin(attempt(recording)) }
        await #expect(try ledger.conversations.list().isEmpty)
        try await recording.finish(CallEnd(status: .failed), in: recording.stored.conversation)
        await #expect(try ledger.conversations.list().isEmpty)
        #expect(try folder.connection().first("SELECT count(*) FROM content") { $0.integer(0) } == 0)
    }

    @Test("A draft is stored once a second, also after the clock is set back")
    func drafts() async throws {
        let ledger = try ledger()
        let recording = ledger.conversations.record(question())
        let record = try #require(try await ledger.meter().begin(attempt(recording)))
        func progress(_ text: String, after seconds: Double) throws {
            time.advance(by: seconds)
            let partial = PartialResult(try completion(text), usage: nil)
            record.progress { partial }
        }
        try progress("Be", after: 0.5)
        #expect(try seen(recording.stored) == ["Why?", ""])
        try progress("Beca", after: 0.6)
        #expect(try seen(recording.stored) == ["Why?", "Beca"])
        try progress("Becau", after: 0.9)
        #expect(try seen(recording.stored) == ["Why?", "Beca"])
        try progress("Becaus", after: -3600)
        #expect(try seen(recording.stored) == ["Why?", "Becaus"])
        record.end(try outcome(.complete, "Because."))
        try progress("late", after: 5)
        try await recording.finish(CallEnd(status: .complete), in: recording.stored.conversation)
        #expect(try seen(recording.stored) == ["Why?", "Because."])
        #expect(try folder.problems().isEmpty)
    }

    @Test("A retried call is one call with several attempts")
    func retries() async throws {
        let ledger = try ledger()
        let recording = ledger.conversations.record(question())
        let meter = ledger.meter()
        let first = try #require(try await meter.begin(attempt(recording)))
        var failed = AttemptOutcome(.failed)
        failed.httpStatus = 503
        first.end(failed)
        await #expect(try ledger.conversations.calls(of: recording.stored.conversation.id).map(\.status) == [.open])
        try #require(try await meter.begin(attempt(recording, number: 2))).end(try outcome(.complete, "Because."))
        try await recording.finish(CallEnd(status: .complete), in: recording.stored.conversation)
        await #expect(try ledger.attempts(ofCall: recording.callID).map(\.status) == [.failed, .complete])
        await #expect(try ledger.conversations.calls(of: recording.stored.conversation.id).count == 1)
        #expect(try seen(recording.stored) == ["Why?", "Because."])
    }

    @Test("A truncated answer is stored with its partial text and the server's request id")
    func truncated() async throws {
        let ledger = try ledger()
        let recording = ledger.conversations.record(question())
        try #require(try await ledger.meter().begin(attempt(recording))).end(try outcome(.truncated, "Beca"))
        #expect(try seen(recording.stored) == ["Why?", ""])
        var conversation = recording.stored.conversation
        conversation.append(.assistant("Beca"), status: .interrupted)
        try await recording.finish(CallEnd(status: .interrupted, completion: try completion("Beca")), in: conversation)
        #expect(try seen(recording.stored) == ["Why?", "Beca"])
        let call = try await ledger.conversations.calls(of: conversation.id).first
        #expect(call?.status == .interrupted && call?.requestID == "req_1")
        #expect(try folder.problems().isEmpty)
    }

    @Test(
        "The program's verdict on a complete answer is stored: truncated, or none",
        arguments: [true, false]
    )
    func otherwise(_ keepsText: Bool) async throws {
        let ledger = try ledger()
        let asked = question()
        let recording = ledger.conversations.record(asked)
        try #require(try await ledger.meter().begin(attempt(recording))).end(try outcome(.complete, "Because."))
        var conversation = asked.conversation
        if keepsText { conversation.append(.assistant("Because."), status: .interrupted) }
        try await recording.finish(CallEnd(status: keepsText ? .interrupted : .failed), in: conversation)
        let stored = try await folder.store().conversation(conversation.id).conversation
        #expect(stored.path.map(\.message.text) == (keepsText ? ["Why?", "Because."] : ["Why?"]))
        #expect(stored.path.last?.status == (keepsText ? .interrupted : .complete))
        let status = try await ledger.conversations.calls(of: conversation.id).first?.status
        #expect(status == (keepsText ? .interrupted : .failed))
        #expect(try folder.problems().isEmpty)
    }

    @Test("A conversation removed while it is answered stays removed, and its bill is kept")
    func removed() async throws {
        let ledger = try ledger()
        let recording = ledger.conversations.record(question())
        let record = try #require(try await ledger.meter().begin(attempt(recording)))
        try await folder.store().remove([recording.stored.conversation.id])
        record.end(try outcome(.complete, "Because."))
        try await recording.finish(CallEnd(status: .complete), in: recording.stored.conversation)
        await #expect(try ledger.conversations.list().isEmpty)
        await #expect(try ledger.attempts(ofCall: recording.callID).map(\.status) == [.complete])
        #expect(try folder.problems().isEmpty)
    }

    @Test("A recorded call can be continued: the next question follows its answer")
    func continued() async throws {
        let ledger = try ledger()
        var stored = question()
        for number in 1...3 {
            let recording = ledger.conversations.record(stored)
            try #require(try await ledger.meter().begin(attempt(recording))).end(
                try outcome(.complete, "answer \(number)")
            )
            // The program has appended the answer itself, a moment later.
            var conversation = stored.conversation
            conversation.keep(try completion("answer \(number)"), status: .complete)
            stored = try await recording.finish(CallEnd(status: .complete), in: conversation)
            stored.conversation.append(.user("question \(number + 1)"))
        }
        #expect(try seen(stored) == ["Why?", "answer 1", "question 2", "answer 2", "question 3", "answer 3"])
        #expect(try folder.connection().first("SELECT count(*) FROM message") { $0.integer(0) } == 6)
    }
}
