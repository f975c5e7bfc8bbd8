extension Migration {
    /// The migration that adds incremental storage of answers in progress. Storing the whole answer every second would
    /// take longer as the answer grows.
    ///
    /// `draft_piece` stores the additions made to a draft after its `content` row was written. Each piece is a JSON
    /// array of strings to append to the strings of the message, in the order used by `ChatMessage.changeTexts`. Any
    /// process that reads a draft can merge the pieces into the row.
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
