/// The full-text search index, which is updated in batches.
struct SearchIndex {
    let connection: SQLiteConnection

    /// The maximum number of messages waiting to be indexed.
    ///
    /// This limit ensures that the first search after a long time is fast.
    static let batch = 256

    /// Returns the maximum number of rows that are not indexed yet.
    func pending() throws -> Int64 {
        try connection.first("SELECT ifnull(max(id), 0) - (SELECT through FROM text_index) FROM content") {
            $0.integer(0)
        } ?? 0
    }

    /// Indexes all new messages. This must be called in a transaction.
    func update() throws {
        try connection.run(
            """
            INSERT INTO content_text (rowid, text)
            SELECT id, text FROM content WHERE id > (SELECT through FROM text_index)
            """
        )
        try connection.run("UPDATE text_index SET through = (SELECT ifnull(max(id), 0) FROM content)")
    }

    /// Indexes new messages if a batch is complete.
    func updateWhenDue() throws {
        if try pending() >= Self.batch { try update() }
    }
}
