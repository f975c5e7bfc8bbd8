import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

@testable import WaiterStore

@Suite("Conversations in a ledger")
struct ConversationStorageTests {
    @Test("A saved conversation is read back with branches, pins and marks")
    func roundTrip() throws {
        let folder = try StoreFolder()
        var conversation = Conversation(model: "gpt-6.1-sol", system: "Be brief.")
        conversation.append(.user("What is an API?"))
        conversation.append(.assistant("A waiter."))
        conversation.append(.user("And a waiter?"))
        conversation.append(.assistant("An AP"), status: .interrupted)
        try conversation.branch(at: 1)
        conversation.append(
            .assistant(toolCalls: [
                .function(ToolCall.Function(id: "c1", function: FunctionCall(name: "look", arguments: "{\"a\": 1}")))
            ])
        )
        conversation.append(.tool("found", toolCallID: "c1"))
        try conversation.setPinned(true, for: 1)
        conversation.title = "About waiters"
        var stored = StoredConversation(conversation, profile: "work")
        try folder.store().save(&stored)

        let again = try folder.store().conversation(conversation.id)
        #expect(again.conversation.nodes.map(\.message) == conversation.nodes.map(\.message))
        #expect(again.conversation.nodes.map(\.parent) == conversation.nodes.map(\.parent))
        #expect(again.conversation.nodes.map(\.status) == conversation.nodes.map(\.status))
        #expect(again.conversation.nodes.map(\.isPinned) == conversation.nodes.map(\.isPinned))
        #expect(again.conversation.head == conversation.head)
        #expect(again.conversation.title == "About waiters")
        #expect(again.profile == "work")
        #expect(try folder.problems().isEmpty)
    }

    @Test("An image is stored once, as its bytes, and restored unchanged")
    func attachments() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        var random = SeededRandom(seed: 7)
        let bytes = (0..<50_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let address = "data:image/png;base64," + Data(bytes).base64EncodedString()
        let message = ChatMessage.user([.text("What is this?"), .imageURL(address, detail: .low)])
        for name in ["one", "two"] {
            var conversation = Conversation(model: name)
            conversation.append(message)
            conversation.append(.user([.text("And again?"), .imageURL(address)]))
            var stored = StoredConversation(conversation)
            try store.save(&stored)
            #expect(try store.conversation(conversation.id).conversation.messages.first == message)
        }
        let kept = try folder.connection().rows("SELECT media_type, bytes FROM attachment") {
            ($0.text(0), $0.bytes(1))
        }
        #expect(kept.count == 1)
        #expect(kept.first?.0 == "image/png")
        #expect(kept.first?.1 == bytes)
        let all = try store.list().map(\.id)
        #expect(try store.remove([all[0]]) == 1)
        #expect(try folder.connection().rows("SELECT id FROM attachment") { $0.integer(0) }.count == 1)
        try store.remove([all[1]])
        #expect(try folder.connection().rows("SELECT id FROM attachment") { $0.integer(0) }.isEmpty)
        #expect(try folder.problems().isEmpty)
    }

    @Test("Text that resembles the ledger's own reference is not treated as one")
    func forgedReference() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        let image = "data:image/png;base64," + Data((0..<5000).map { UInt8($0 % 251) }).base64EncodedString()
        var secret = Conversation(model: "m")
        secret.append(.user([.imageURL(image)]))
        var stored = StoredConversation(secret)
        try store.save(&stored)
        let mark: JSONObject = ["$waiter_attachment": 1, "$$waiter_attachment": 2, "prefix": "data:image/png;base64,"]
        var forged = Conversation(model: "m")
        forged.append(.user([.text("look"), .unknown(.object(["type": "odd", "x": .object(mark)]))]))
        var message = ChatMessage.user("plain")
        message.additionalFields = ["extra": .object(mark)]
        forged.append(message)
        var copy = StoredConversation(forged)
        try store.save(&copy)
        let again = try store.conversation(forged.id).conversation
        #expect(again.messages == forged.messages)
        // Saving the same conversation again changes nothing.
        #expect(try store.import([ImportedConversation(forged)]) == [.known])
    }

    @Test("A branch shares the messages up to a turn, and continues separately")
    func branch() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        var stored = StoredConversation(system: "s", turns: [("one", "1"), ("two", "2"), ("three", "3")])
        try store.save(&stored)
        var branch = try store.branch(stored.conversation.id, at: 2)
        #expect(branch.texts == ["s", "one", "1", "two", "2"])
        branch.conversation.append(.user("other"))
        try store.save(&branch)
        #expect(try store.conversation(stored.conversation.id).texts == ["s", "one", "1", "two", "2", "three", "3"])
        #expect(try store.conversation(branch.conversation.id).texts == ["s", "one", "1", "two", "2", "other"])
        #expect(try folder.connection().first("SELECT count(*) FROM content") { $0.integer(0) } == 8)
        try store.remove([stored.conversation.id])
        #expect(try store.conversation(branch.conversation.id).texts == ["s", "one", "1", "two", "2", "other"])
        #expect(try folder.problems().isEmpty)
        #expect { try store.branch(branch.conversation.id, at: 4) } throws: {
            ($0 as? StoreError)?.code == .unknownTurn
        }
    }

    @Test("A conversation is found by its ID, a prefix of it, and 'last'; ambiguity is reported")
    func identification() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        #expect { try store.identify("last") } throws: { ($0 as? StoreError)?.code == .unknownConversation }
        var random = SeededRandom(seed: 1)
        let ids = (0..<3).map { number in
            ConversationID(at: Date(timeIntervalSince1970: Double(number) * 1e6 + 1e9), using: &random)
        }
        for id in ids {
            var stored = StoredConversation(Conversation(model: "m", system: nil, id: id))
            try store.save(&stored)
        }
        #expect(try store.identify(ids[1].text.uppercased()) == ids[1])
        #expect(try store.identify(String(ids[1].text.prefix(12))) == ids[1])
        #expect(try store.identify("last") == ids[2])
        var second = try store.conversation(ids[0])
        second.conversation.append(.user("again"))
        try store.save(&second)
        #expect(try store.identify("last") == ids[0])
        #expect { try store.identify(String(ids[0].text.prefix(3))) } throws: {
            ($0 as? StoreError)?.code == .unknownConversation
        }
        var twins: [ConversationID] = []
        for _ in 0..<2 {
            let id = ConversationID(at: Date(timeIntervalSince1970: 5e8), using: &random)
            twins.append(id)
            var stored = StoredConversation(Conversation(model: "m", system: nil, id: id))
            try store.save(&stored)
        }
        #expect { try store.identify(String(twins[0].text.prefix(10))) } throws: { error in
            (error as? StoreError)?.candidates == twins.map(\.text).sorted()
        }
        #expect { try store.identify("' OR 1=1") } throws: { ($0 as? StoreError)?.code == .unknownConversation }
    }

    @Test("A title is the given one, or the first words; two processes do not undo each other's changes")
    func titles() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        var stored = StoredConversation(turns: [
            ("What is\nan API, and why does everybody talk about it all the time?", "x")
        ])
        try store.save(&stored)
        let id = stored.conversation.id
        #expect(try store.summary(of: id).title.hasPrefix("What is an API, and why"))
        #expect(try store.summary(of: id).turns == 1)
        try folder.store().rename(id, to: "APIs")
        stored.conversation.append(.user("more"))
        try store.save(&stored)
        #expect(try store.summary(of: id).title == "APIs")
        #expect(try store.summary(of: id).turns == 2)
        try store.rename(id, to: nil)
        #expect(try store.summary(of: id).title.hasPrefix("What is an API"))
    }

    @Test("Two processes that continue the same conversation create two branches, and nothing is lost")
    func simultaneous() throws {
        let folder = try StoreFolder()
        var stored = StoredConversation(turns: [("one", "1")])
        try folder.store().save(&stored)
        var left = try folder.store().conversation(stored.conversation.id)
        var right = try folder.store().conversation(stored.conversation.id)
        left.conversation.append(.user("left"))
        right.conversation.append(.user("right"))
        try folder.store().save(&left)
        try folder.store().save(&right)
        let all = try folder.store().conversation(stored.conversation.id).conversation
        #expect(all.leaves.map { all.nodes[$0].message.text }.sorted() == ["left", "right"])
        #expect(all.messages.map(\.text) == ["one", "1", "right"])
    }

    @Test("Removed content is erased from the file, and shared content stays")
    func removal() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        var secret = StoredConversation(turns: [
            ("shared words", "xylophone " + String(repeating: "filler ", count: 3000))
        ])
        secret.conversation.append(.user("quetzalcoatl"))
        let body = Array(#"{"model":"m","messages":[{"role":"user","content":"quetzalcoatl"}]}"#.utf8)
        let call = try store.begin(CallStart(model: "m", request: body), in: &secret)
        secret.conversation.append(.assistant("zeppelin"))
        try store.finish(call, CallEnd(status: .complete), in: &secret)
        var other = StoredConversation(turns: [("shared words", "harmless")])
        try store.save(&other)
        #expect(try store.remove([secret.conversation.id, ConversationID()]) == 1)
        #expect(try store.list().map(\.id) == [other.conversation.id])
        #expect(try store.conversation(other.conversation.id).texts == ["shared words", "harmless"])
        for name in ["", "-wal"] {
            let bytes = FileManager.default.contents(atPath: folder.path + name) ?? Data()
            for word in ["xylophone", "quetzalcoatl", "zeppelin"] {
                #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(name)")
            }
        }
        #expect(try folder.problems().isEmpty)
    }
}
