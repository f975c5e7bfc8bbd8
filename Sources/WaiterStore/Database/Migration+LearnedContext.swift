extension Migration {
    /// The migration that adds the size of the context window. The size is stored if it was reported by the server and
    /// differs from the expected size.
    static let learnedContext = Migration(
        name: "learned context",
        sql: """
            ALTER TABLE conversation ADD COLUMN learned_model TEXT;
            ALTER TABLE conversation ADD COLUMN learned_size INTEGER;
            ALTER TABLE conversation ADD COLUMN learned_at INTEGER;
            """
    )
}
