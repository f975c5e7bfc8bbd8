internal import Waiter
public import WaiterConversation

extension ConversationStore {
    /// Changes the title of a conversation. If the title is `nil` or empty, this method restores the default title,
    /// which consists of the first few words of the conversation.
    ///
    /// - Throws: `StoreError`, with code `.unknownConversation` if there is no such conversation.
    public func rename(_ id: ConversationID, to title: String?) async throws {
        try await database.perform { try rename(id, to: title) }
    }

    package func rename(_ id: ConversationID, to title: String?) throws {
        let title = title.flatMap { $0.isEmpty ? nil : $0 }
        let isKnown = try database.write { connection in
            try connection.run("UPDATE conversation SET title = ? WHERE key = ?", title, id.text)
            return connection.changedRows > 0
        }
        guard isKnown else { throw StoreError.unknown(id.text) }
    }

    /// Removes conversations, including all of their messages and calls. Content shared with other conversations is
    /// preserved.
    ///
    /// No removed content remains in the file, because freed space is overwritten and the search index is optimized.
    /// The write-ahead log is truncated, unless another process is reading the file. In a large ledger, removing
    /// conversations takes about a second.
    ///
    /// - Returns: The number of conversations removed.
    /// - Throws: `StoreError`, in which case nothing is removed.
    @discardableResult
    public func remove(_ ids: [ConversationID]) async throws -> Int {
        try await database.perform { try remove(ids) }
    }

    @discardableResult
    package func remove(_ ids: [ConversationID]) throws -> Int {
        try database.use { try $0.execute("PRAGMA secure_delete = ON") }
        defer { try? database.use { try $0.execute("PRAGMA secure_delete = OFF; PRAGMA wal_checkpoint(TRUNCATE)") } }
        do {
            return try database.write { try remove(ids, in: $0) }
        } catch let error as StoreError where error.code == .diskFull {
            return try database.withoutLog { try remove(ids, in: $0) }
        }
    }

    private func remove(_ ids: [ConversationID], in connection: SQLiteConnection) throws -> Int {
        var count = 0
        for id in ids {
            let row = try connection.first("SELECT id FROM conversation WHERE key = ?", id.text) { $0.integer(0) }
            guard let row else { continue }
            let contents = try connection.rows("SELECT DISTINCT content FROM message WHERE conversation = ?", row) {
                $0.integer(0)
            }
            try connection.run("DELETE FROM conversation WHERE id = ?", row)
            try ContentTable(connection: connection).removeUnused(contents)
            count += 1
        }
        // Deleted entries remain in the search index until its segments are merged.
        if count > 0 { try connection.run("INSERT INTO content_text (content_text) VALUES ('optimize')") }
        return count
    }

    /// Creates a conversation that shares the turns of another conversation, up to a given turn.
    ///
    /// - Parameters:
    ///   - id: The conversation to branch from.
    ///   - turn: The number of the last question to include, or `nil` for all questions. Questions are numbered from 1
    ///     along the current path.
    /// - Returns: The new conversation.
    /// - Throws: `StoreError`, with code `.unknownTurn` if the conversation does not have that turn.
    public func branch(_ id: ConversationID, at turn: Int? = nil) async throws -> StoredConversation {
        try await database.perform(isCancellable: false) { try branch(id, at: turn) }
    }

    package func branch(_ id: ConversationID, at turn: Int? = nil) throws -> StoredConversation {
        let source = try conversation(id)
        let path = source.conversation.path
        var nodes = path[...]
        if let turn {
            let questions = path.indices.filter { path[$0].message.role == .user }
            guard questions.indices.contains(turn - 1) else {
                throw StoreError(
                    .unknownTurn,
                    "turn \(turn) does not exist; the conversation has \(questions.count)"
                )
            }
            nodes = path[..<(questions.indices.contains(turn) ? questions[turn] : path.endIndex)]
        }
        let moved = nodes.enumerated().map { place, node in
            Conversation.Node(
                id: place,
                parent: place == 0 ? nil : place - 1,
                message: node.message,
                status: node.status,
                isPinned: node.isPinned,
                model: node.model,
                usage: node.usage,
                finishReason: node.finishReason,
                createdAt: node.createdAt
            )
        }
        let conversation = Conversation(
            id: ConversationID(at: database.now()),
            model: source.conversation.model,
            title: source.conversation.title,
            nodes: moved,
            head: moved.last?.id
        )
        guard let conversation else { throw StoreError.unknown(id.text) }
        var stored = StoredConversation(
            conversation,
            profile: source.profile,
            owner: source.owner,
            metadata: source.metadata
        )
        try save(&stored)
        try database.write { connection in
            try connection.run(
                "UPDATE conversation SET branched_from = ? WHERE key = ?",
                id.text,
                conversation.id.text
            )
        }
        return stored
    }
}
