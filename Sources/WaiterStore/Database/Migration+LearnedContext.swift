extension Migration {
    /// The size of the model's context window, if the server reported a size other than the expected one.
    static let learnedContext = Migration(
        name: "learned context",
        sql: """
            ALTER TABLE conversation ADD COLUMN learned_model TEXT;
            ALTER TABLE conversation ADD COLUMN learned_size INTEGER;
            ALTER TABLE conversation ADD COLUMN learned_at INTEGER;
            """
    )
}
