public import WaiterConversation

extension ConversationStore {
    /// Returns the length of the shortest unique prefix of each ID.
    ///
    /// - Parameters:
    ///   - ids: The IDs to shorten.
    ///   - minimum: The minimum length. Longer prefixes are more likely to remain unique.
    /// - Returns: The length for each ID.
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
                // In a sorted list of all IDs, an ID shares its longest prefix with one of its two neighbors.
                let neighbours = try connection.first(sql, id.text) { [$0.text(0), $0.text(1)] } ?? []
                let shared = neighbours.map { zip($0.utf8, id.text.utf8).prefix { $0 == $1 }.count }.max() ?? 0
                lengths[id] = min(max(shared + 1, minimum), id.text.utf8.count)
            }
            return lengths
        }
    }

    /// Returns the shortest length at which the suffixes of all given IDs are unique in the ledger.
    ///
    /// Unique suffixes are usually shorter than unique prefixes, because IDs start with a timestamp.
    ///
    /// - Parameters:
    ///   - ids: The IDs to shorten.
    ///   - minimum: The minimum length.
    /// - Returns: The common length.
    /// - Throws: `StoreError`.
    package func uniqueSuffixLength(of ids: [ConversationID], minimum: Int = 4) throws -> Int {
        let all = try database.read { connection in
            try connection.rows("SELECT key FROM conversation") { $0.text(0) }
        }
        for length in minimum..<26 {
            var counts: [Substring: Int] = [:]
            for key in all {
                counts[key.suffix(length), default: 0] += 1
                // Prefixes are counted too, because a user can specify either a prefix or a suffix of an ID.
                counts[key.prefix(length), default: 0] += 1
            }
            if ids.allSatisfy({ counts[$0.text.suffix(length)] == 1 }) { return length }
        }
        return 26
    }
}
