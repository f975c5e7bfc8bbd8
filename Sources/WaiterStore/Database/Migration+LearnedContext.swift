extension Migration {
    /// The size of the model's context, where its server told another than was thought.
    static let learnedContext = Migration(
        name: "learned context",
        sql: """
            ALTER TABLE conversation ADD COLUMN learned_model TEXT;
            ALTER TABLE conversation ADD COLUMN learned_size INTEGER;
            ALTER TABLE conversation ADD COLUMN learned_at INTEGER;
            """
    )
}
