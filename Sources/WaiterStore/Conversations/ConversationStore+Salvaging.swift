public import WaiterConversation

extension ConversationStore {
    /// The IDs of all conversations that can be found, in a damaged file as well, the oldest first.
    ///
    /// - Returns: The IDs, and whether the list of conversations could be read to its end.
    /// - Throws: `StoreError`, but not for what is damaged.
    public func findableIDs() async throws -> (ids: [ConversationID], isWhole: Bool) {
        try await database.perform { try findableIDs() }
    }

    package func findableIDs() throws -> (ids: [ConversationID], isWhole: Bool) {
        var found: Set<ConversationID> = []
        // From both ends of the table and of its index: damage in the middle hides what lies behind it.
        for order in ["id", "id DESC", "key", "key DESC"] {
            do {
                try database.use { connection in
                    try connection.each("SELECT key FROM conversation ORDER BY \(order)") { row in
                        if let id = ConversationID(row.text(0)) { found.insert(id) }
                        return true
                    }
                }
                return (found.sorted(), order == "id")
            } catch let error as StoreError where error.code == .damaged {
                continue
            }
        }
        return (found.sorted(), false)
    }
}
