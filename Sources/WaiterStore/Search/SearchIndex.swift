/// The full-text search index, which is updated in batches.
struct SearchIndex {
    let connection: SQLiteConnection

    /// The number of unindexed messages at which the index is updated.
    ///
    /// Because of this limit, a search is fast even if it is the first one in a long time.
    static let batch = 256

    /// Returns an upper bound on the number of messages that are not indexed yet.
    func pending() throws -> Int64 {
        try connection.first("SELECT ifnull(max(id), 0) - (SELECT through FROM text_index) FROM content") {
            $0.integer(0)
        } ?? 0
    }

    /// Indexes all new messages. Call this method in a transaction.
    func update() throws {
        try connection.run(
            """
            INSERT INTO content_text (rowid, text)
            SELECT id, text FROM content WHERE id > (SELECT through FROM text_index)
            """
        )
        try connection.run("UPDATE text_index SET through = (SELECT ifnull(max(id), 0) FROM content)")
    }

    /// Indexes all new messages if there are enough of them for a batch.
    func updateWhenDue() throws {
        if try pending() >= Self.batch { try update() }
    }
}
