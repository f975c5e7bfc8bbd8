import Foundation
import Testing
import Waiter
import WaiterConversation

@testable import WaiterStore

@Suite("Conversations modified by other processes")
struct SharedConversationTests {
    private func ask(_ store: ConversationStore, _ stored: inout StoredConversation, _ text: String) throws
        -> RecordedCall
    {
        stored.conversation.append(.user(text))
        return try store.begin(CallStart(model: "m", request: Array("{}".utf8)), in: &stored)
    }

    private func answer(
        _ store: ConversationStore,
        _ call: RecordedCall,
        _ stored: inout StoredConversation,
        _ text: String
    ) throws {
        stored.conversation.append(.assistant(text))
        try store.finish(call, CallEnd(status: .complete), in: &stored)
    }

    @Test("A removed conversation is recreated with the next question, and never merged into another")
    func removedMeanwhile() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        var open = StoredConversation(turns: [("one", "1")])
        try store.save(&open)
        #expect(try folder.store().remove([open.conversation.id]) == 1)
        var other = StoredConversation(turns: [("other", "2")])
        try folder.store().save(&other)
        let call = try ask(store, &open, "secret")
        try answer(store, call, &open, "kept")
        #expect(try store.conversation(other.conversation.id).texts == ["other", "2"])
        #expect(try store.conversation(open.conversation.id).texts == ["one", "1", "secret", "kept"])
        #expect(try store.list().map(\.title).sorted() == ["one", "other"])
        #expect(try folder.problems().isEmpty)
    }

    @Test("A conversation removed during an answer stays removed, and nothing else is overwritten")
    func removedWhileAnswering() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        var open = StoredConversation(turns: [])
        var call = try ask(store, &open, "secret")
        try folder.store().remove([open.conversation.id])
        var other = StoredConversation(turns: [])
        let otherCall = try ask(folder.store(), &other, "other")
        try store.update(&call, with: .assistant("sec"), now: Date() + 5)
        try answer(store, call, &open, "secret too")
        try answer(folder.store(), otherCall, &other, "2")
        #expect(try store.conversation(other.conversation.id).texts == ["other", "2"])
        #expect(throws: StoreError.self) { try store.conversation(open.conversation.id) }
        #expect(try store.search("secret").isEmpty)
        #expect(try folder.problems().isEmpty)
    }

    @Test("A question that follows a missing answer is kept")
    func failedPredecessor() throws {
        let folder = try StoreFolder()
        let (first, second) = (try folder.store(), try folder.store())
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

    @Test("A message whose predecessor is missing follows the one before it, and nothing is rejected")
    func orphan() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        var stored = StoredConversation(turns: [("a", "b"), ("c", "d")])
        try store.save(&stored)
        try folder.connection().run("DELETE FROM message WHERE id = 3")
        let again = try store.conversation(stored.conversation.id)
        #expect(again.texts == ["a", "b", "d"])
    }

    @Test("A title set by another process is kept, also if it replaces one")
    func renamedMeanwhile() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        var open = StoredConversation(turns: [("one", "1")])
        open.conversation.title = "first"
        try store.save(&open)
        try folder.store().rename(open.conversation.id, to: "second")
        open.conversation.append(.user("two"))
        try store.save(&open)
        #expect(try store.conversation(open.conversation.id).conversation.title == "second")
        try folder.store().rename(open.conversation.id, to: "")
        open.conversation.append(.assistant("2"))
        try store.save(&open)
        #expect(try store.conversation(open.conversation.id).conversation.title == nil)
        open.conversation.title = "third"
        try store.save(&open)
        #expect(try store.conversation(open.conversation.id).conversation.title == "third")
    }

    @Test("Other messages with the same id are added to the existing ones, which stay")
    func replaced() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        var stored = StoredConversation(turns: [("one", "1"), ("two", "2")])
        try store.save(&stored)
        var other = Conversation(model: "m", system: "s", id: stored.conversation.id)
        other.append(.user("else"))
        stored.conversation = other
        try store.save(&stored)
        let again = try store.conversation(stored.conversation.id)
        #expect(again.texts == ["s", "else"])
        #expect(again.conversation.nodes.map(\.message.text) == ["one", "1", "two", "2", "s", "else"])
        #expect(try folder.problems().isEmpty)
    }
}
