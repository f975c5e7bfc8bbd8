internal import WaiterConversation

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension ConversationStore {
    /// Imports conversations in one transaction. If an error is thrown, none of the conversations are imported.
    ///
    /// Nothing is overwritten or duplicated. If a conversation with the same ID already exists, its messages are
    /// preserved, and missing messages are added. If necessary, the missing messages are added as a branch.
    ///
    /// - Returns: The outcome for each conversation.
    /// - Throws: `StoreError`.
    @discardableResult
    public func `import`(_ conversations: [ImportedConversation]) async throws -> [ImportOutcome] {
        try await database.perform { try `import`(conversations) }
    }

    @discardableResult
    package func `import`(_ conversations: [ImportedConversation]) throws -> [ImportOutcome] {
        try database.write { connection in
            var importer = ConversationImporter(connection: connection, now: database.now())
            let outcomes = try conversations.map { try importer.add($0) }
            try SearchIndex(connection: connection).update()
            return outcomes
        }
    }
}

/// Inserts imported conversations into the tables.
private struct ConversationImporter {
    let connection: SQLiteConnection
    let now: Date
    /// The IDs of existing conversations, keyed by the part of the ID that follows the timestamp. The IDs are loaded on
    /// first use.
    private var idsByEnd: [Substring: ConversationID]?

    init(connection: SQLiteConnection, now: Date) {
        self.connection = connection
        self.now = now
    }

    mutating func add(_ imported: ImportedConversation) throws -> ImportOutcome {
        let new = imported.conversation
        let id = imported.isUndated ? try knownID(endingLike: new.id) ?? new.id : new.id
        guard var stored = try ConversationReader(connection: connection, now: now).conversation(id) else {
            try insert(imported)
            return .added(messages: new.nodes.count)
        }
        guard let merged = stored.conversation.merging(new) else { return .known }
        let count = merged.nodes.count - stored.conversation.nodes.count
        let usedAt = try connection.first("SELECT used_at FROM conversation WHERE key = ?", id.text) { $0.integer(0) }
        stored.conversation = merged
        try ConversationTable(connection: connection, now: now).save(&stored)
        try setUse(max(usedAt ?? 0, imported.usedAt.ledgerTime), of: id)
        return .grown(messages: count)
    }

    private mutating func insert(_ imported: ImportedConversation) throws {
        let conversation = imported.conversation
        var stored = StoredConversation(
            conversation,
            profile: imported.profile,
            owner: imported.owner,
            metadata: imported.metadata
        )
        try ConversationTable(connection: connection, now: now).save(&stored)
        try setUse(imported.usedAt.ledgerTime, of: conversation.id)
        idsByEnd?[conversation.id.text.dropFirst(10)] = conversation.id
    }

    /// Sets the time of last use. Saving has changed this time, but an import does not count as use.
    private func setUse(_ time: Int64, of id: ConversationID) throws {
        // A conversation with a time in the future would remain the most recently used one until that time.
        let time = min(time, now.ledgerTime)
        try connection.run("UPDATE conversation SET used_at = ? WHERE key = ?", time, id.text)
    }

    private mutating func knownID(endingLike id: ConversationID) throws -> ConversationID? {
        if idsByEnd == nil {
            let all = try connection.rows("SELECT key FROM conversation") { ConversationID($0.text(0)) }
            idsByEnd = Dictionary(all.compactMap { $0 }.map { ($0.text.dropFirst(10), $0) }) { first, _ in first }
        }
        return idsByEnd?[id.text.dropFirst(10)]
    }
}
