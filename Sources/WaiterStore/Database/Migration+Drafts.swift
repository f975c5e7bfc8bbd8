extension Migration {
    /// Incremental storage of answers in progress, since the cost of storing the whole answer every second would grow
    /// with its length.
    ///
    /// `draft_piece` stores the additions made to a draft after its `content` row was written. Each piece is a JSON
    /// array of strings to append to the message's strings, in the order of `ChatMessage.changeTexts`. Any reader may
    /// merge the pieces into the row.
    static let drafts = Migration(
        name: "drafts",
        sql: """
            CREATE TABLE draft_piece (
                id INTEGER PRIMARY KEY,
                content INTEGER NOT NULL REFERENCES content ON DELETE CASCADE,
                texts TEXT NOT NULL
            );
            CREATE INDEX draft_piece_of_content ON draft_piece (content);
            """
    )
}
