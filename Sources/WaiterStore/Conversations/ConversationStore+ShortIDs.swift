public import WaiterConversation

extension ConversationStore {
    /// How many characters of each ID tell it from all others in the ledger.
    ///
    /// - Parameter minimum: The shortest that is wanted; what is unique today should be so tomorrow.
    /// - Throws: `StoreError`.
    public func uniqueLengths(of ids: [ConversationID], minimum: Int = 8) async throws -> [ConversationID: Int] {
        try await database.perform { try uniqueLengths(of: ids, minimum: minimum) }
    }

    package func uniqueLengths(of ids: [ConversationID], minimum: Int = 8) throws -> [ConversationID: Int] {
        let sql = """
            SELECT (SELECT max(key) FROM conversation WHERE key < ?1), (SELECT min(key) FROM conversation WHERE key > ?1)
            """
        return try database.read { connection in
            var lengths: [ConversationID: Int] = [:]
            for id in ids {
                // In the order of the text only the neighbours can share a longer beginning.
                let neighbours = try connection.first(sql, id.text) { [$0.text(0), $0.text(1)] } ?? []
                let shared = neighbours.map { zip($0.utf8, id.text.utf8).prefix { $0 == $1 }.count }.max() ?? 0
                lengths[id] = min(max(shared + 1, minimum), id.text.utf8.count)
            }
            return lengths
        }
    }

    /// The number of characters at their ends that tell IDs from all others in the ledger, the same for all: IDs begin with
    /// a time, so that their beginnings are alike.
    ///
    /// - Parameter minimum: The shortest that is wanted.
    /// - Throws: `StoreError`.
    package func uniqueSuffixLength(of ids: [ConversationID], minimum: Int = 4) throws -> Int {
        let all = try database.read { connection in
            try connection.rows("SELECT key FROM conversation") { $0.text(0) }
        }
        for length in minimum..<26 {
            var counts: [Substring: Int] = [:]
            for key in all {
                counts[key.suffix(length), default: 0] += 1
                // Both ends name a conversation.
                counts[key.prefix(length), default: 0] += 1
            }
            if ids.allSatisfy({ counts[$0.text.suffix(length)] == 1 }) { return length }
        }
        return 26
    }
}
