import Foundation
import Testing
import Waiter
import WaiterConversation

@testable import WaiterLedger

@Suite("Conversations that others change meanwhile")
struct SharedConversationTests {
    private func ask(_ ledger: Ledger, _ stored: inout StoredConversation, _ text: String) throws -> RecordedCall {
        stored.conversation.append(.user(text))
        return try ledger.begin(CallStart(model: "m", request: Array("{}".utf8)), in: &stored)
    }

    private func answer(
        _ ledger: Ledger,
        _ call: RecordedCall,
        _ stored: inout StoredConversation,
        _ text: String
    ) throws {
        stored.conversation.append(.assistant(text))
        try ledger.finish(call, CallEnd(status: .complete), in: &stored)
    }

    @Test("One that was removed is written anew with the next question, and never into another conversation")
    func removedMeanwhile() throws {
        let folder = try LedgerFolder()
        let ledger = try folder.ledger()
        var open = StoredConversation(turns: [("one", "1")])
        try ledger.save(&open)
        #expect(try folder.ledger().remove([open.conversation.id]) == 1)
        var other = StoredConversation(turns: [("other", "2")])
        try folder.ledger().save(&other)
        let call = try ask(ledger, &open, "secret")
        try answer(ledger, call, &open, "kept")
        #expect(try ledger.conversation(other.conversation.id).texts == ["other", "2"])
        #expect(try ledger.conversation(open.conversation.id).texts == ["one", "1", "secret", "kept"])
        #expect(try ledger.conversations().map(\.title).sorted() == ["one", "other"])
        #expect(try folder.problems().isEmpty)
    }

    @Test("What is removed while an answer comes stays removed, and nothing else is written over")
    func removedWhileAnswering() throws {
        let folder = try LedgerFolder()
        let ledger = try folder.ledger()
        var open = StoredConversation(turns: [])
        var call = try ask(ledger, &open, "secret")
        try folder.ledger().remove([open.conversation.id])
        var other = StoredConversation(turns: [])
        let otherCall = try ask(folder.ledger(), &other, "other")
        try ledger.update(&call, with: .assistant("sec"), now: .now + .seconds(5))
        try answer(ledger, call, &open, "secret too")
        try answer(folder.ledger(), otherCall, &other, "2")
        #expect(try ledger.conversation(other.conversation.id).texts == ["other", "2"])
        #expect(throws: LedgerError.self) { try ledger.conversation(open.conversation.id) }
        #expect(try ledger.search("secret").isEmpty)
        #expect(try folder.problems().isEmpty)
    }

    @Test("A question that another process hung on an answer that never came is still there")
    func failedPredecessor() throws {
        let folder = try LedgerFolder()
        let (first, second) = (try folder.ledger(), try folder.ledger())
        var mine = StoredConversation(turns: [("a", "b")])
        let failing = try ask(first, &mine, "fails")
        var theirs = try second.conversation(mine.conversation.id)
        let other = try ask(second, &theirs, "parallel")
        try first.finish(failing, CallEnd(status: .failed), in: &mine)
        try answer(second, other, &theirs, "well")
        let again = try first.conversation(mine.conversation.id)
        #expect(again.texts == ["a", "b", "fails", "parallel", "well"])
        #expect(try folder.problems().isEmpty)
    }

    @Test("A message whose predecessor is gone follows the one before it, and nothing is refused")
    func orphan() throws {
        let folder = try LedgerFolder()
        let ledger = try folder.ledger()
        var stored = StoredConversation(turns: [("a", "b"), ("c", "d")])
        try ledger.save(&stored)
        try folder.connection().run("DELETE FROM message WHERE id = 3")
        let again = try ledger.conversation(stored.conversation.id)
        #expect(again.texts == ["a", "b", "d"])
    }

    @Test("A title that another process gave stays, also when the conversation had one")
    func renamedMeanwhile() throws {
        let folder = try LedgerFolder()
        let ledger = try folder.ledger()
        var open = StoredConversation(turns: [("one", "1")])
        open.conversation.title = "first"
        try ledger.save(&open)
        try folder.ledger().rename(open.conversation.id, to: "second")
        open.conversation.append(.user("two"))
        try ledger.save(&open)
        #expect(try ledger.conversation(open.conversation.id).conversation.title == "second")
        try folder.ledger().rename(open.conversation.id, to: "")
        open.conversation.append(.assistant("2"))
        try ledger.save(&open)
        #expect(try ledger.conversation(open.conversation.id).conversation.title == nil)
        open.conversation.title = "third"
        try ledger.save(&open)
        #expect(try ledger.conversation(open.conversation.id).conversation.title == "third")
    }

    @Test("Other messages under the same name are written beside those that are there, which stay")
    func replaced() throws {
        let folder = try LedgerFolder()
        let ledger = try folder.ledger()
        var stored = StoredConversation(turns: [("one", "1"), ("two", "2")])
        try ledger.save(&stored)
        var other = Conversation(model: "m", system: "s", id: stored.conversation.id)
        other.append(.user("else"))
        stored.conversation = other
        try ledger.save(&stored)
        let again = try ledger.conversation(stored.conversation.id)
        #expect(again.texts == ["s", "else"])
        #expect(again.conversation.nodes.map(\.message.text) == ["one", "1", "two", "2", "s", "else"])
        #expect(try folder.problems().isEmpty)
    }
}
