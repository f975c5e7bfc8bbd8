import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

@testable import WaiterStore

/// `WAITER_SOAK=1` tries a hundred times as many sequences.
private let seeds = ProcessInfo.processInfo.environment["WAITER_SOAK"] == nil ? 0..<6 : 0..<600

@Suite("A ledger compared with a model in memory")
struct StoreModelTests {
    @Test("After any operations in any order, the ledger equals a dictionary", arguments: seeds)
    func property(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let folder = try StoreFolder()
        var store = try folder.store()
        var model: [ConversationID: StoredConversation] = [:]
        for step in 0..<150 {
            let all = model.keys.sorted()
            let chosen = all.randomElement(using: &random)
            switch Int.random(in: 0..<12, using: &random) {
            case 0, 1:
                var stored = StoredConversation(
                    Conversation(model: "m\(step % 3)", system: step % 2 == 0 ? "sys" : nil)
                )
                try store.save(&stored)
                model[stored.conversation.id] = stored
            case 2...6:
                guard let id = chosen, var stored = model[id] else { continue }
                try turn(&stored, store, step, &random)
                model[id] = stored
            case 7:
                guard let id = chosen, var stored = model[id], !stored.conversation.nodes.isEmpty else { continue }
                try stored.conversation.branch(at: stored.conversation.nodes.indices.randomElement(using: &random))
                try stored.conversation.setPinned(Bool.random(using: &random), for: 0)
                try store.save(&stored)
                model[id] = stored
            case 8:
                guard let id = chosen else { continue }
                let branch = try store.branch(id)
                #expect(branch.texts == model[id]?.texts)
                model[branch.conversation.id] = branch
            case 9:
                guard let id = chosen else { continue }
                try store.rename(id, to: "title \(step)")
                model[id]?.conversation.title = "title \(step)"
            case 10:
                guard let id = chosen else { continue }
                #expect(try store.remove([id]) == 1)
                model[id] = nil
            default:
                store = try folder.store()
            }
        }
        try expectEqual(store, model, seed)
        #expect(try folder.problems().isEmpty, "seed \(seed)")
    }

    /// A question that is answered, interrupted, or fails.
    private func turn(
        _ stored: inout StoredConversation,
        _ store: ConversationStore,
        _ step: Int,
        _ random: inout SeededRandom
    ) throws {
        stored.conversation.append(.user("question \(Int.random(in: 0..<20, using: &random))"))
        let body = JSONValue.object([
            "model": "m",
            "messages": .array(
                stored.conversation.messages.map { ["role": .string($0.role.rawValue), "content": .string($0.text)] }
            ),
        ]).jsonBytes
        var call = try store.begin(CallStart(model: "m", request: body), in: &stored)
        try store.update(&call, with: .assistant("half"), now: Date() + 5)
        let outcome = Int.random(in: 0..<3, using: &random)
        if outcome < 2 {
            stored.conversation.append(.assistant("answer \(step)"), status: outcome == 0 ? .complete : .interrupted)
        }
        let status: CallStatus = [.complete, .interrupted, .failed][outcome]
        try store.finish(call, CallEnd(status: status), in: &stored)
        let sent = try store.database.read { try CallTable(connection: $0, now: Date()).body(of: call.row) }
        #expect(sent == body)
    }

    private func expectEqual(_ store: ConversationStore, _ model: [ConversationID: StoredConversation], _ seed: Int)
        throws
    {
        let summaries = try store.list()
        #expect(Set(summaries.map(\.id)) == Set(model.keys), "seed \(seed)")
        for (id, stored) in model {
            let found = try store.conversation(id).conversation
            let wanted = stored.conversation
            #expect(found.nodes.map(\.message) == wanted.nodes.map(\.message), "seed \(seed)")
            #expect(found.nodes.map(\.parent) == wanted.nodes.map(\.parent), "seed \(seed)")
            #expect(found.nodes.map(\.status) == wanted.nodes.map(\.status), "seed \(seed)")
            #expect(found.nodes.map(\.isPinned) == wanted.nodes.map(\.isPinned), "seed \(seed)")
            #expect(found.head == wanted.head, "seed \(seed)")
            #expect(found.title == wanted.title, "seed \(seed)")
            let turns = wanted.nodes.count { $0.message.role == .user }
            #expect(summaries.first { $0.id == id }?.turns == turns, "seed \(seed)")
        }
    }
}
