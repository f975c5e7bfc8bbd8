public import WaiterConversation

extension ConversationStore {
    /// Returns the IDs of all readable conversations, oldest first. This method works even if the file is damaged.
    ///
    /// - Returns: The IDs, and whether all IDs could be read.
    /// - Throws: `StoreError` with any code except `.damaged`.
    public func findableIDs() async throws -> (ids: [ConversationID], isWhole: Bool) {
        try await database.perform { try findableIDs() }
    }

    package func findableIDs() throws -> (ids: [ConversationID], isWhole: Bool) {
        var found: Set<ConversationID> = []
        // The table and its index are read from both ends, because rows that follow a damaged page cannot be read.
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
