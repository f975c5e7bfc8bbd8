/// The index of words, which lags behind what is written.
struct SearchIndex {
    let connection: SQLiteConnection

    /// So many texts wait at most: the first search after a long time is to be quick as well.
    static let batch = 256

    /// How many rows there may be that are not in the index yet.
    func pending() throws -> Int64 {
        try connection.first("SELECT ifnull(max(id), 0) - (SELECT through FROM text_index) FROM content") {
            $0.integer(0)
        } ?? 0
    }

    /// Takes in what is not in the index yet; within a transaction.
    func update() throws {
        try connection.run(
            """
            INSERT INTO content_text (rowid, text)
            SELECT id, text FROM content WHERE id > (SELECT through FROM text_index)
            """
        )
        try connection.run("UPDATE text_index SET through = (SELECT ifnull(max(id), 0) FROM content)")
    }

    /// The same, when much has gathered.
    func updateWhenDue() throws {
        if try pending() >= Self.batch { try update() }
    }
}
