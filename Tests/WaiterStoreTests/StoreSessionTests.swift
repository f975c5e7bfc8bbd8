import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterModels
import WaiterTestSupport

@testable import WaiterStore

@Suite("Sessions of a store", .timeLimit(.minutes(10)))
struct StoreSessionTests {
    @Test("A session saves its turns, and another process reads them and continues")
    func turns() async throws {
        let folder = try StoreFolder()
        let model = ScriptedTransport.answers("A waiter.", .stream("An ", "API."), "Yes.")
        let client = try model.client()
        let session = try folder.store().session(model: "m", system: "Be brief.", profile: "work", client: client)
        try await session.send("What is an API?")
        _ = try await session.stream("And a waiter?").collect()
        let stored = try await folder.store().conversation(session.id)
        #expect(stored.texts == ["Be brief.", "What is an API?", "A waiter.", "And a waiter?", "An API."])
        #expect(stored.profile == "work")
        let later = try await folder.store().session(session.id, client: client)
        try await later.send("Really?")
        #expect(model.chatRequests[2].messages.count == 6)
        #expect(try await folder.store().conversation(session.id).texts.suffix(2) == ["Really?", "Yes."])
        #expect(try folder.problems().isEmpty)
    }

    @Test("While a session is in use, the store returns the same instance, so that requests take turns")
    func shared() async throws {
        let folder = try StoreFolder()
        let (store, client) = (try folder.store(), try ScriptedTransport.answers("yes").client())
        let id = try await {
            let first = store.session(model: "m", client: client)
            try await first.send("a")
            let second = try await store.session(first.id, client: client)
            let third = try await store.ledger.conversations.session(first.id, client: client)
            #expect(first === second && first === third)
            return first.id
        }()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for turn in 0..<20 {
                group.addTask {
                    let session = try await store.session(id, client: client)
                    try await session.send("\(turn)")
                }
            }
            try await group.waitForAll()
        }
        let conversation = try await store.conversation(id).conversation
        #expect(conversation.nodes.count == 42)
        #expect(try folder.problems().isEmpty)
        await #expect(throws: StoreError.self) { _ = try await store.session(ConversationID(), client: client) }
    }

    @Test("A released stream is stored as interrupted")
    func dropped() async throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        let session = store.session(model: "m", client: try ScriptedTransport.answers(.stream("a", "b")).client())
        for try await _ in try await session.stream("q") { break }
        try await session.save()
        let node = try await store.conversation(session.id).conversation.path.last
        #expect(node?.message == .assistant("a") && node?.status == .interrupted)
    }

    @Test("A question refused by a budget, or of a dead process, becomes a branch")
    func failedQuestions() async throws {
        let folder = try StoreFolder()
        let ledger = try await Ledger(path: folder.path)
        try await ledger.set(Budget(limit: try #require(Dollars(decimal: "0.000001")), period: .total))
        let model = ScriptedTransport.answers("yes")
        let refused = ledger.conversations.session(model: "gpt-4o", client: try model.client(meter: ledger))
        let error = await #expect(throws: OpenAIError.self) { _ = try await refused.stream("too dear") }
        #expect(error?.code == .budgetExceeded && model.requests.isEmpty)

        // As left by a process that exited between question and answer.
        var abandoned = StoredConversation(refused.conversation)
        abandoned = try await folder.store().conversation(refused.id)
        #expect(abandoned.conversation.nodes.map(\.status) == [.failed])
        abandoned.conversation.append(.user("nobody answered"))
        try await folder.store().save(&abandoned)

        let session = try await folder.store().session(refused.id, client: try model.client())
        try await session.send("at last")
        #expect(model.chatRequests.last?.messages == [.user("at last")])
        #expect(try await folder.store().conversation(refused.id).texts == ["at last", "yes"])
        #expect(session.conversation.leaves.count == 2)
    }
}
