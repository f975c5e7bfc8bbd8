import Foundation
import Waiter
import WaiterConversation

@testable import WaiterStore

/// A temporary directory of a test with a ledger.
final class StoreFolder: Sendable {
    let folder: String
    var path: String { folder + "/data/waiter.sqlite3" }

    init() throws {
        folder = NSTemporaryDirectory() + "waiter-ledger-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func ledger() throws -> Ledger { try Ledger(path: path) }

    func store() throws -> ConversationStore { try ConversationStore(path: path) }

    /// Opens the file with SQLite directly, without the ledger.
    func connection() throws -> SQLiteConnection {
        try SQLiteConnection(path: path, mode: .readWrite, busyTimeout: 5000)
    }

    /// Invariants of a file, whatever happened to its writers.
    func problems() throws -> [String] {
        let connection = try connection()
        var problems = try connection.rows("PRAGMA integrity_check") { $0.text(0) }.filter { $0 != "ok" }
        problems += try connection.rows("PRAGMA foreign_key_check") { "foreign key: \($0.text(0)) \($0.text(1))" }
        try connection.writing { try SearchIndex(connection: connection).update() }
        try connection.run("INSERT INTO content_text (content_text, rank) VALUES ('integrity-check', 1)")
        problems += try connection.rows(
            """
            SELECT id FROM content
            WHERE id NOT IN (SELECT content FROM message) AND json <> '{"role":"assistant","content":""}'
            """
        ) { "content \($0.integer(0)) is nobody's" }
        problems += try connection.rows(
            "SELECT json FROM content WHERE hash IS NOT NULL GROUP BY json HAVING count(*) > 1"
        ) { "twice: \($0.text(0))" }
        return problems
    }
}

extension StoredConversation {
    /// A conversation with some questions and answers.
    init(model: String = "m", system: String? = nil, turns: [(String, String)]) {
        var conversation = Conversation(model: model, system: system)
        for (question, answer) in turns {
            conversation.append(.user(question))
            conversation.append(.assistant(answer))
        }
        self.init(conversation)
    }

    var texts: [String] { conversation.messages.map(\.text) }
}
