import Foundation
import Testing
import Waiter
import WaiterConversation

@testable import WaiterStore

@Suite("Files of older versions")
struct MigrationTests {
    /// A file as the version that knew so many migrations left it, with a conversation in it.
    private func file(of version: Int, in folder: StoreFolder) throws -> ConversationID {
        let directory = folder.folder + "/data"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let connection = try SQLiteConnection(path: folder.path, mode: .create, patience: 1000)
        try connection.execute("PRAGMA journal_mode = WAL")
        for migration in Migration.all.prefix(version) { try connection.execute(migration.sql) }
        try connection.execute(
            "PRAGMA user_version = \(version); PRAGMA application_id = \(StoreDatabase.applicationID)"
        )
        let id = ConversationID()
        try connection.run(
            "INSERT INTO conversation (id, key, model, created_at, used_at, head, turns) VALUES (1, ?, 'm', 5, 6, 2, 1)",
            id.text
        )
        for (row, role, text) in [(1, "user", "an old question"), (2, "assistant", "an old answer")] {
            let json = #"{"role":"\#(role)","content":"\#(text)"}"#
            try connection.run(
                "INSERT INTO content (id, hash, role, json, text) VALUES (?, ?, ?, ?, ?)",
                row,
                ContentHash.of(json),
                role,
                json,
                text
            )
            try connection.run(
                """
                INSERT INTO message (id, conversation, parent, content, status, created_at)
                VALUES (?1, 1, nullif(?1 - 1, 0), ?1, 'complete', 5)
                """,
                row
            )
        }
        return id
    }

    @Test("Each is brought to the newest form with all that is in it", arguments: 1...Migration.all.count)
    func everyVersion(version: Int) throws {
        let folder = try StoreFolder()
        let id = try file(of: version, in: folder)
        let store = try folder.store()
        var stored = try store.conversation(id)
        #expect(stored.texts == ["an old question", "an old answer"])
        #expect(try store.search("old").count == 2)
        stored.conversation.append(.user("a new question"))
        try store.save(&stored)
        #expect(try folder.store().conversation(id).texts.last == "a new question")
        #expect(try store.search("question").count == 2)
        #expect(try store.ledger.usage(by: .day).isEmpty)
        #expect(try folder.connection().first("PRAGMA user_version") { $0.integer(0) } == Int64(Migration.all.count))
        #expect(try folder.problems().isEmpty)
    }

    @Test("Migrations have names, each its own")
    func names() {
        #expect(Set(Migration.all.map(\.name)).count == Migration.all.count)
        #expect(!Migration.all.contains { $0.name.isEmpty })
    }
}
