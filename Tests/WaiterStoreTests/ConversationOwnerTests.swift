import Foundation
import Synchronization
import Testing
import WaiterConversation

@testable import WaiterStore

@Suite("Owners and metadata of conversations")
struct ConversationOwnerTests {
    private let folder: StoreFolder
    private let store: ConversationStore

    init() async throws {
        folder = try StoreFolder()
        store = try await ConversationStore(path: folder.path)
    }

    private func save(_ question: String, owner: String?, _ metadata: [String: String] = [:]) async throws
        -> StoredConversation
    {
        var stored = StoredConversation(turns: [(question, "Yes.")])
        (stored.owner, stored.metadata) = (owner, metadata)
        try await store.save(&stored)
        return stored
    }

    @Test("A user's conversations are listed and searched separately")
    func owner() async throws {
        let anna = try await save("Is it cold?", owner: "anna")
        _ = try await save("Is it cold?", owner: "bo")
        _ = try await save("Is it cold?", owner: nil)
        let filter = ConversationFilter(owner: "anna")
        #expect(try await store.list(filter).map(\.id) == [anna.conversation.id])
        #expect(try await store.list(filter).first?.owner == "anna")
        #expect(try await store.search("cold", filter).map(\.conversation.id) == [anna.conversation.id])
        #expect(try await store.list().count == 3)
    }

    @Test("Metadata is stored, changed, removed, and matched by every given pair")
    func metadata() async throws {
        var first = try await save("One?", owner: nil, ["topic": "weather", "lang": "en", "empty": ""])
        let second = try await save("Two?", owner: nil, ["topic": "weather", "lang": "de"])
        func found(_ metadata: [String: String]) async throws -> Set<ConversationID> {
            Set(try await store.list(ConversationFilter(metadata: metadata)).map(\.id))
        }
        #expect(try await found(["topic": "weather"]) == [first.conversation.id, second.conversation.id])
        #expect(try await found(["topic": "weather", "lang": "de"]) == [second.conversation.id])
        #expect(try await found(["empty": ""]) == [first.conversation.id])
        first.metadata = ["topic": "sport", "lang": "en"]
        first.owner = "anna"
        try await store.save(&first)
        let read = try await store.conversation(first.conversation.id)
        #expect(read.metadata == ["topic": "sport", "lang": "en"])
        #expect(read.owner == "anna")
        #expect(try await found(["topic": "weather"]) == [second.conversation.id])
        #expect(try await found(["empty": ""]) == [])
    }

    @Test("A branch has the same owner")
    func branch() async throws {
        let stored = try await save("Why?", owner: "anna", ["a": "b"])
        let branch = try await store.branch(stored.conversation.id)
        #expect(branch.owner == "anna")
        #expect(try await store.conversation(branch.conversation.id).metadata == ["a": "b"])
    }

    @Test("A removed conversation is saved again with its owner and metadata")
    func removed() async throws {
        var stored = try await save("Why?", owner: "anna", ["a": "b"])
        try await store.remove([stored.conversation.id])
        try await store.save(&stored)
        let read = try await store.conversation(stored.conversation.id)
        #expect(read.owner == "anna")
        #expect(read.metadata == ["a": "b"])
    }

    @Test("A user's last conversation is found among a hundred thousand without a scan")
    func growth() async throws {
        let anna = try await save("Why?", owner: "anna", ["a": "b"])
        let connection = try folder.connection()
        try connection.execute(
            """
            WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000)
            INSERT INTO conversation (key, model, created_at, used_at, owner)
            SELECT printf('%026d', x), 'm', x, 1900000000000 + x, 'user:' || (x % 5000) FROM n
            """
        )
        try count(anna.conversation.id)
    }

    /// A function that is not `async` and opens the store on the calling thread.
    private func count(_ anna: ConversationID) throws {
        let store = try folder.store()
        // Called every 4,096 steps of SQLite's virtual machine; a scan of all conversations takes many more.
        let looks = Mutex(0)
        try store.database.use {
            $0.isInterrupted = {
                looks.withLock { $0 += 1 }
                return false
            }
        }
        #expect(try store.list(ConversationFilter(limit: 1, owner: "anna")).map(\.id) == [anna])
        #expect(try store.list(ConversationFilter(limit: 1, owner: "anna", metadata: ["a": "b"])).map(\.id) == [anna])
        #expect(try store.list(ConversationFilter(limit: 1, metadata: ["a": "b"])).count == 1)
        #expect(try store.list(ConversationFilter(limit: 1, owner: "nobody")).isEmpty)
        #expect(looks.withLock { $0 } == 0)
        // Verifies that the counter counts.
        #expect(try store.list(ConversationFilter(model: "none")).isEmpty)
        #expect(looks.withLock { $0 } > 0)
    }
}
