import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterModels

@testable import WaiterStore

@Suite("Databases of older versions")
struct MigrationTests {
    /// A database as left by the version with this many migrations, with one conversation.
    private func file(of version: Int, in folder: StoreFolder) throws -> ConversationID {
        let directory = folder.folder + "/data"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let connection = try SQLiteConnection(path: folder.path, mode: .create, busyTimeout: 1000)
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
        try connection.run(
            """
            INSERT INTO call (key, conversation, status, model, started_at, request, sent, response)
            VALUES ('old-call', 1, 'complete', 'm', 5, '{"model":"m"}', '', '{"id":"x"}')
            """
        )
        // The second schema has attempts.
        if version >= 2 {
            try connection.run(
                """
                INSERT INTO attempt (started_at, operation, model, conversation, idempotency_key, status, cost, cost_kind)
                VALUES (5, 'chat.completions.create', 'm', ?, 'old-key', 'complete', 7, 'known')
                """,
                id.text
            )
            try connection.execute(
                """
                INSERT INTO budget (id, scope, name, period, amount, is_soft, allows_unknown, created_at)
                VALUES (1, 'tag', 'a', 'total', 100, 0, 0, 5);
                INSERT INTO spent (budget, start, spent, reserved, unknown, noticed) VALUES (1, 0, 7, 2, 3, 50);
                INSERT INTO hold (attempt, budget, start, amount) SELECT id, 1, 0, 2 FROM attempt
                """
            )
        }
        return id
    }

    @Test("Each is migrated to the current schema with all its data", arguments: 1...Migration.all.count)
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
        // An old call has no bill and enters no total; an old attempt is found by its key.
        let calls = try store.calls(of: id)
        #expect(calls.map(\.id) == ["old-call"])
        #expect(calls.first?.request == Array(#"{"model":"m"}"#.utf8))
        let attempts = try store.ledger.attempts()
        #expect(attempts.map(\.callID) == (version >= 2 ? ["old-key"] : []))
        #expect(try store.ledger.attempts(ofCall: "old-key") == attempts)
        #expect(try store.ledger.attempts(ofCall: "old-call").isEmpty)
        let sum = try store.ledger.usage(ofConversation: id.text)
        #expect(sum.knownCost == Dollars(picodollars: version >= 2 ? 7 : 0))
        // Old budgets keep their spent and reserved amounts.
        let budgets = try store.ledger.budgets()
        #expect(budgets.map(\.spent.picodollars) == (version >= 2 ? [7] : []))
        #expect(budgets.map(\.reserved.picodollars) == (version >= 2 ? [2] : []))
        #expect(budgets.map(\.unknownCalls) == (version >= 2 ? [3] : []))
        let holds = try folder.connection().rows("SELECT amount FROM hold WHERE tag = ''") { $0.integer(0) }
        #expect(holds == (version >= 2 ? [2] : []))
        #expect(try folder.connection().first("PRAGMA user_version") { $0.integer(0) } == Int64(Migration.all.count))
        #expect(try folder.problems().isEmpty)
    }

    @Test("A new file has the schema that the migrations produce")
    func newFile() throws {
        let folder = try StoreFolder()
        let migrated = try SQLiteConnection(path: folder.folder + "/migrated", mode: .create, busyTimeout: 1000)
        for migration in Migration.all { try migrated.execute(migration.sql) }
        let created = try SQLiteConnection(path: folder.folder + "/created", mode: .create, busyTimeout: 1000)
        try created.execute(DatabaseSchema.sql)
        let expected = try Self.entries(of: migrated)
        #expect(expected.count > 50)
        #expect(try Self.entries(of: created) == expected)
        #expect(try Self.columns(of: created) == Self.columns(of: migrated))
        #expect(try Self.rows(of: created) == Self.rows(of: migrated))
    }

    /// The schema, without the white space and the quotation marks that SQLite's own changes to it leave behind.
    private static func entries(of connection: SQLiteConnection) throws -> [String] {
        let sql = "SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_schema ORDER BY type, name"
        return try connection.rows(sql) { row in
            let text = (0..<4).map { row.text($0) }.joined(separator: " ")
            return text.filter { !$0.isWhitespace && $0 != "\"" }
        }
    }

    private static func columns(of connection: SQLiteConnection) throws -> [String] {
        let sql = """
            SELECT m.name || ':' || x.cid || x.name || x.type || x."notnull" || ifnull(x.dflt_value, '') || x.pk
            FROM sqlite_schema m, pragma_table_xinfo(m.name) x WHERE m.type = 'table' ORDER BY m.name, x.cid
            """
        return try connection.rows(sql) { $0.text(0) }
    }

    private static func rows(of connection: SQLiteConnection) throws -> [String: Int64] {
        var counts: [String: Int64] = [:]
        let tables = try connection.rows("SELECT name FROM sqlite_schema WHERE type = 'table'") { $0.text(0) }
        for table in tables {
            counts[table] = try connection.first("SELECT count(*) FROM \"\(table)\"") { $0.integer(0) }
        }
        counts["through"] = try connection.first("SELECT through FROM text_index") { $0.integer(0) }
        return counts
    }

    @Test("Migrations have unique names")
    func names() {
        #expect(Set(Migration.all.map(\.name)).count == Migration.all.count)
        #expect(!Migration.all.contains { $0.name.isEmpty })
    }
}
