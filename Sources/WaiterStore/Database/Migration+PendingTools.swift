extension Migration {
    /// The state of a tool loop that was suspended or interrupted, as JSON, so that another process can continue it.
    static let pendingTools = Migration(
        name: "pending tools",
        sql: "ALTER TABLE conversation ADD COLUMN pending_tools TEXT;"
    )
}
