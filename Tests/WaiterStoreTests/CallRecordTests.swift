import Foundation
import Testing
import Waiter
import WaiterConversation

@testable import WaiterStore

@Suite("Calls in a ledger")
struct CallRecordTests {
    private func begin(
        _ store: ConversationStore,
        _ stored: inout StoredConversation,
        _ body: String = #"{"model":"m","messages":[]}"#
    ) throws -> RecordedCall {
        try store.begin(CallStart(model: "m", request: Array(body.utf8)), in: &stored)
    }

    @Test("A question is stored before it is sent, and the partial answer at most a second later")
    func draft() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        var stored = StoredConversation(turns: [])
        stored.conversation.append(.user("Why?"))
        var call = try begin(store, &stored)
        let start = Date()
        func seen() throws -> [String] { try folder.store().conversation(stored.conversation.id).texts }
        #expect(try seen() == ["Why?", ""])
        try store.update(&call, with: .assistant("Be"), now: start + 0.1)
        #expect(try seen() == ["Why?", ""])
        try store.update(&call, with: .assistant("Becau"), now: start + 1.5)
        #expect(try seen() == ["Why?", "Becau"])
        try store.update(&call, with: .assistant("Because"), now: start + 2.4)
        #expect(try seen() == ["Why?", "Becau"])
        #expect(try store.search("becau").count == 1)
        stored.conversation.append(.assistant("Because of you."))
        try store.finish(call, CallEnd(status: .complete), in: &stored)
        #expect(try seen() == ["Why?", "Because of you."])
        #expect(try store.search("becau").isEmpty)
        #expect(try store.search("because").count == 1)
        #expect(try folder.problems().isEmpty)
    }

    @Test("A call that fails without content leaves the question, and nothing resembling an answer")
    func failure() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        var stored = StoredConversation(turns: [("a", "b")])
        stored.conversation.append(.user("c"))
        let call = try begin(store, &stored)
        try store.finish(call, CallEnd(status: .failed, error: "HTTP 500"), in: &stored)
        let again = try store.conversation(stored.conversation.id)
        #expect(again.texts == ["a", "b", "c"])
        let row = try folder.connection().first("SELECT status, error FROM call") { ($0.text(0), $0.text(1)) }
        #expect(row?.0 == "failed" && row?.1 == "HTTP 500")
        #expect(try folder.problems().isEmpty)
    }

    @Test("A request is restored byte for byte, and a long conversation is not stored once per call")
    func exactRequests() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        let long = String(repeating: "All work and no play. ", count: 500)
        var stored = StoredConversation(turns: [])
        var bodies: [(Int64, [UInt8])] = []
        for number in 0..<20 {
            stored.conversation.append(.user("\(number) \(long)"))
            var request = ChatCompletionRequest(model: "m", messages: stored.conversation.messages)
            request.temperature = 0.1
            // A summary belongs to no conversation; a number has several spellings.
            request.messages.insert(.system("Earlier: \(number)"), at: 0)
            let body = try JSONBodyEncoder.encode(request)
            let call = try store.begin(CallStart(model: "m", request: body), in: &stored)
            bodies.append((call.row, body))
            stored.conversation.append(.assistant("ok \(number)"))
            try store.finish(call, CallEnd(status: .complete), in: &stored)
        }
        let odd = Array(#"{ "messages" : [ {"role":"user","content":"x"} ], "seed": 1.50 }"#.utf8)
        stored.conversation.append(.user("x"))
        bodies.append((try store.begin(CallStart(model: "m", request: odd), in: &stored).row, odd))
        for (row, body) in bodies {
            #expect(try store.database.read { try CallTable(connection: $0, now: Date()).body(of: row) } == body)
        }
        let kept = try folder.connection().first("SELECT sum(length(request) + length(sent)) FROM call") {
            $0.integer(0)
        }
        #expect((kept ?? .max) < 20_000)
    }

    @Test("An answer of a dead process is shown as interrupted; one of a live process as in progress")
    func orphans() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        var stored = StoredConversation(turns: [])
        stored.conversation.append(.user("a"))
        _ = try begin(store, &stored)
        #expect(try store.conversation(stored.conversation.id).conversation.nodes.last?.status == .streaming)
        // A process id that is not in use, and one that another process has reused.
        for process in ["2147480000:5", "\(getpid()):1"] {
            try folder.connection().run("UPDATE call SET process = ?", process)
            #expect(try store.conversation(stored.conversation.id).conversation.nodes.last?.status == .interrupted)
        }
    }
}
