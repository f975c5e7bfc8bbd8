internal import Waiter
public import WaiterConversation

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension ConversationStore {
    /// Returns summaries of the conversations that match a filter, most recently used first.
    ///
    /// - Throws: `StoreError`.
    public func list(_ filter: ConversationFilter = ConversationFilter()) async throws -> [ConversationSummary] {
        try await database.perform { try list(filter) }
    }

    package func list(_ filter: ConversationFilter = ConversationFilter()) throws -> [ConversationSummary] {
        let (condition, values) = filter.condition
        let sql = """
            SELECT \(ConversationSummary.columns) FROM conversation WHERE \(condition)
            ORDER BY used_at DESC, id DESC LIMIT ?
            """
        return try database.use { connection in
            var summaries: [ConversationSummary] = []
            try connection.each(sql, values + [filter.limit ?? -1]) { row in
                if let summary = ConversationSummary(row) { summaries.append(summary) }
                return true
            }
            return summaries
        }
    }

    /// Returns the summary of a conversation.
    ///
    /// - Throws: `StoreError`, with code `.unknownConversation` if there is no such conversation.
    public func summary(of id: ConversationID) async throws -> ConversationSummary {
        try await database.perform { try summary(of: id) }
    }

    package func summary(of id: ConversationID) throws -> ConversationSummary {
        let sql = "SELECT \(ConversationSummary.columns) FROM conversation WHERE key = ?"
        let summary = try database.use { connection in
            try connection.first(sql, id.text) { ConversationSummary($0) } ?? nil
        }
        guard let summary else { throw StoreError.unknown(id.text) }
        return summary
    }

    /// Returns the ID that starts or ends with the given text. If the text is `last`, this method returns the ID of the
    /// most recently used conversation.
    ///
    /// - Parameter text: A complete ID, a prefix or suffix of at least four characters, or `last`.
    /// - Returns: The ID of the only conversation that matches.
    /// - Throws: `StoreError` with code `.unknownConversation` or `.ambiguousID`.
    public func identify(_ text: String) async throws -> ConversationID {
        try await database.perform { try identify(text) }
    }

    package func identify(_ text: String) throws -> ConversationID {
        if text == "last" {
            guard let last = try list(ConversationFilter(limit: 1)).first else { throw StoreError.empty }
            return last.id
        }
        if let id = ConversationID(text) { return try summary(of: id).id }
        let part = text.lowercased()
        guard part.utf8.count >= 4, part.utf8.allSatisfy({ $0 < 128 && ($0 > 57 ? $0 > 96 : $0 > 47) }) else {
            throw StoreError(
                .unknownConversation,
                "'\(text)' is not a conversation ID; use at least 4 characters of its start or end, or 'last'"
            )
        }
        // This is a range query for the prefix. The greatest character in an ID is `z`, and `{` is the character that
        // follows `z` in ASCII.
        let found = try database.use { connection in
            try connection.rows(
                """
                SELECT key FROM conversation WHERE (key >= ? AND key < ?) OR substr(key, ?) = ? ORDER BY key LIMIT 11
                """,
                part,
                part + "{",
                -part.utf8.count,
                part
            ) { $0.text(0) }
        }
        guard let first = found.first, let id = ConversationID(first) else { throw StoreError.unknown(text) }
        guard found.count == 1 else {
            throw StoreError(
                .ambiguousID,
                "several IDs start \(found.allSatisfy { $0.hasPrefix(part) } ? "" : "or end ")with '\(text)'",
                remedy: "use more characters: " + found.prefix(3).joined(separator: ", "),
                candidates: Array(found.prefix(10))
            )
        }
        return id
    }

    /// Returns the ID of the most recently used conversation that has a complete answer or an answer in progress.
    /// Returns `nil` if there is no such conversation.
    ///
    /// - Throws: `StoreError`.
    package func lastAnswered() throws -> ConversationID? {
        try database.use { connection in
            try connection.first(
                """
                SELECT key FROM conversation WHERE EXISTS (
                    SELECT 1 FROM message JOIN content ON content.id = message.content
                    WHERE message.conversation = conversation.id AND content.role = 'assistant'
                        AND (message.status IN ('complete', 'streaming') OR content.json <> ?)
                ) ORDER BY used_at DESC, id DESC LIMIT 1
                """,
                ContentTable.nothing
            ) { ConversationID($0.text(0)) } ?? nil
        }
    }

    /// Reads a conversation with all its branches.
    ///
    /// If the process that was receiving a partial answer has exited, the answer is considered interrupted.
    ///
    /// - Throws: `StoreError`, with code `.unknownConversation` if there is no such conversation.
    public func conversation(_ id: ConversationID) async throws -> StoredConversation {
        try await database.perform { try conversation(id) }
    }

    package func conversation(_ id: ConversationID) throws -> StoredConversation {
        let stored = try database.read { connection in
            try ConversationReader(connection: connection, now: database.now()).conversation(id)
        }
        guard let stored else { throw StoreError.unknown(id.text) }
        return stored
    }
}

extension StoreError {
    /// The error for a ledger without conversations.
    package static let empty = StoreError(.unknownConversation, "no conversations yet")

    static func unknown(_ id: String) -> StoreError {
        StoreError(.unknownConversation, "no such conversation: \(id)")
    }
}

extension ConversationSummary {
    static let columns = """
        conversation.key, conversation.title, conversation.words, conversation.model, conversation.profile, \
        conversation.turns, conversation.created_at, conversation.used_at, conversation.owner
        """

    static let columnCount: Int32 = 9

    init?(_ row: SQLiteRow) {
        guard let id = ConversationID(row.text(0)) else { return nil }
        let title = row.optionalText(1)
        self.init(
            id: id,
            title: title ?? row.text(2),
            isNamed: title != nil,
            model: row.text(3),
            profile: row.optionalText(4),
            owner: row.optionalText(8),
            turns: Int(row.integer(5)),
            createdAt: Date(ledgerTime: row.integer(6)),
            usedAt: Date(ledgerTime: row.integer(7))
        )
    }
}
