extension Migration {
    /// An answer that is being written is stored piece by piece: to store all of it each second costs its length each time.
    ///
    /// `draft_piece` is what a draft got after its row of `content` was written: a JSON array of the texts that follow those
    /// of the message, in the order of `ChatMessage.changeTexts`. Whoever needs a draft whole may put its pieces into its row.
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
