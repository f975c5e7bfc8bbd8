internal import Waiter
internal import WaiterConversation

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension ConversationStore {
    /// Saves the changes to a conversation. Messages added by other processes are preserved.
    ///
    /// If the conversation has been removed from the store, all of it is saved again. If messages that were already
    /// saved have been changed or removed, the current messages are saved as an additional branch.
    ///
    /// - Throws: `StoreError`, in which case nothing is written.
    public func save(_ stored: inout StoredConversation) async throws {
        stored = try await database.perform { [stored] in
            var stored = stored
            try save(&stored)
            return stored
        }
    }

    package func save(_ stored: inout StoredConversation) throws {
        let before = stored
        stored = try database.write { connection in
            var stored = before
            try ConversationTable(connection: connection, now: database.now()).save(&stored)
            return stored
        }
    }
}

/// The table of conversations and their message trees.
struct ConversationTable {
    let connection: SQLiteConnection
    let now: Date

    private var contents: ContentTable { ContentTable(connection: connection) }

    /// Saves new and changed data.
    ///
    /// - Parameters:
    ///   - stored: The conversation to save. Its location is updated.
    ///   - isThere: Whether the caller knows that the conversation still exists.
    /// - Throws: `SQLiteError`.
    func save(_ stored: inout StoredConversation, isThere: Bool = false) throws {
        let newTurns = try saveMessages(&stored, isThere: isThere)
        try saveFacts(&stored, newTurns: newTurns, head: stored.conversation.head.map { stored.messageRows[$0] })
    }

    /// Saves only the messages. Call `saveFacts` afterward.
    ///
    /// - Returns: The number of new questions.
    func saveMessages(_ stored: inout StoredConversation, isThere: Bool = false) throws -> Int {
        let known = isThere ? stored.row : nil
        let row = try known ?? self.row(of: &stored)
        let nodes = stored.conversation.nodes
        for (place, node) in nodes.enumerated() {
            if place < stored.messageRows.count {
                guard node != stored.savedNodes[place] else { continue }
                let message = stored.messageRows[place]
                let old = try connection.first("SELECT content FROM message WHERE id = ?", message) { $0.integer(0) }
                try update(node, row: message, &stored)
                try contents.removeUnused([old].compactMap(\.self))
            } else {
                try insert(node, into: row, &stored)
            }
        }
        let newTurns = nodes.dropFirst(stored.savedNodes.count).count { $0.message.role == .user }
        stored.savedNodes = nodes
        return newTurns
    }

    /// Returns the rowid of the conversation, inserting a row if necessary.
    ///
    /// Outdated message rows are discarded.
    private func row(of stored: inout StoredConversation) throws -> Int64 {
        // A conversation that has not been saved usually has no row yet, so inserting a row is tried first.
        let new = stored.row == nil ? try newRow(of: stored) : nil
        let known = try new ?? existingRow(of: stored)
        let row = try known ?? newRow(of: stored) ?? 0
        // A new row has no metadata, even if its rowid was used before.
        if new != nil || known == nil { (stored.savedMetadata, stored.savedOwner) = ([:], nil) }
        if try row != stored.row || !holds(stored, row) { stored.forgetMessages() }
        stored.row = row
        return row
    }

    private func existingRow(of stored: StoredConversation) throws -> Int64? {
        try connection.first("SELECT id FROM conversation WHERE key = ?", stored.conversation.id.text) {
            $0.integer(0)
        }
    }

    /// Returns whether the saved messages are still part of the conversation and their rows still exist.
    ///
    /// The rows of a conversation are deleted together, after which their rowids may be reused. It is therefore
    /// sufficient to check the first and last rows.
    private func holds(_ stored: StoredConversation, _ row: Int64) throws -> Bool {
        guard let first = stored.savedNodes.first, let last = stored.messageRows.last else { return true }
        let nodes = stored.conversation.nodes
        let isSame = zip(stored.savedNodes, nodes).allSatisfy { saved, node in
            saved.parent == node.parent && saved.createdAt == node.createdAt && saved.message.role == node.message.role
        }
        guard isSame, nodes.count >= stored.savedNodes.count else { return false }
        return try connection.first(
            """
            SELECT count(*) FROM message
            WHERE id IN (?2, ?4) AND conversation = ?1 AND (id <> ?2 OR created_at = ?3)
            """,
            row,
            stored.messageRows[0],
            first.createdAt.ledgerTime,
            last
        ) { Int($0.integer(0)) } == (stored.messageRows.count > 1 ? 2 : 1)
    }

    /// Inserts a row and returns its rowid, or returns `nil` if the conversation already has a row.
    private func newRow(of stored: StoredConversation) throws -> Int64? {
        let conversation = stored.conversation
        let time = conversation.id.time.ledgerTime
        try connection.run(
            """
            INSERT INTO conversation (key, model, profile, created_at, used_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (key) DO NOTHING
            """,
            conversation.id.text,
            conversation.model,
            stored.profile,
            time,
            time
        )
        return connection.changedRows > 0 ? connection.lastInsertedRow : nil
    }

    private func insert(_ node: Conversation.Node, into row: Int64, _ stored: inout StoredConversation) throws {
        let content = try contents.row(of: node.message)
        try connection.run(
            Self.insertion,
            row,
            node.parent.map { stored.messageRows[$0] },
            content,
            node.status.rawValue,
            node.isPinned,
            node.model,
            node.finishReason?.rawValue,
            try Self.json(node.usage),
            node.createdAt.ledgerTime,
            nil as Int64?
        )
        stored.messageRows.append(connection.lastInsertedRow)
        stored.contentRows.insert(Int(content))
    }

    /// The SQL statement that inserts a message. `CallTable` uses the same statement, so that it is prepared only once.
    static let insertion = """
        INSERT INTO message
            (conversation, parent, content, status, is_pinned, model, finish_reason, usage, created_at, call)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    /// Updates the row of a message whose content may have grown.
    func update(_ node: Conversation.Node, row: Int64, _ stored: inout StoredConversation) throws {
        let content = try contents.row(of: node.message)
        try connection.run(
            """
            UPDATE message SET parent = ?, content = ?, status = ?, is_pinned = ?, model = ?, finish_reason = ?, usage = ?
            WHERE id = ?
            """,
            node.parent.map { stored.messageRows[$0] },
            content,
            node.status.rawValue,
            node.isPinned,
            node.model,
            node.finishReason?.rawValue,
            try Self.json(node.usage),
            row
        )
        stored.contentRows.insert(Int(content))
    }

    /// Updates the conversation's row.
    ///
    /// If another process has changed the title in the store, that title is preserved, unless the title in `stored` was
    /// also changed.
    ///
    /// - Parameters:
    ///   - stored: The conversation, with its messages already saved.
    ///   - newTurns: The number of new questions.
    ///   - head: The rowid of the last message on the current path.
    /// - Throws: `SQLiteError`.
    func saveFacts(_ stored: inout StoredConversation, newTurns: Int, head: Int64?) throws {
        let (conversation, rows) = (stored.conversation, stored.messageRows)
        let words = conversation.title == nil ? conversation.displayTitle : ""
        try connection.run(
            """
            UPDATE conversation SET title = iif(?, ?, title), words = coalesce(nullif(?, ''), words), model = ?,
                profile = coalesce(?, profile), head = ?, used_at = \(Self.timeOfUse), turns = turns + ?8, summary = ?9,
                summary_covers = ?10, learned_at = iif(learned_model IS ?11 AND learned_size IS ?12, learned_at, ?7),
                learned_model = ?11, learned_size = ?12, owner = iif(?15, ?14, owner),
                pending_tools = ?16
            WHERE id = ?13
            """,
            conversation.title != stored.savedTitle,
            conversation.title,
            words,
            conversation.model,
            stored.profile,
            head,
            now.ledgerTime,
            newTurns,
            conversation.summary?.text,
            conversation.summary.map { summary in
                JSONValue.array(summary.covers.map { .integer(rows[$0]) }).jsonText
            },
            conversation.learnedContext?.model,
            conversation.learnedContext?.size,
            stored.row,
            stored.owner,
            stored.owner != stored.savedOwner,
            try Self.json(conversation.pendingTools)
        )
        (stored.savedTitle, stored.savedOwner) = (conversation.title, stored.owner)
        try saveMetadata(&stored)
    }

    private func saveMetadata(_ stored: inout StoredConversation) throws {
        guard stored.metadata != stored.savedMetadata, let row = stored.row else { return }
        for key in stored.savedMetadata.keys where stored.metadata[key] == nil {
            try connection.run("DELETE FROM conversation_metadata WHERE conversation = ? AND key = ?", row, key)
        }
        for (key, value) in stored.metadata where stored.savedMetadata[key] != value {
            try connection.run(
                """
                INSERT INTO conversation_metadata (conversation, key, value) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET value = excluded.value
                """,
                row,
                key,
                value
            )
        }
        stored.savedMetadata = stored.metadata
    }

    /// The time of use to store. This is the current time or slightly later, so that conversations used within the same
    /// millisecond have a defined order.
    private static let timeOfUse =
        "max(?7, ifnull((SELECT max(other.used_at) + 1 FROM conversation AS other WHERE other.used_at < ?7 + 1000), ?7))"

    private static func json(_ value: (some Encodable)?) throws -> String? {
        try value.map { String(decoding: try JSONBodyEncoder.encode($0), as: UTF8.self) }
    }
}
