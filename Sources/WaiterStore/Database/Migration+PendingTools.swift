extension Migration {
    /// The migration that adds the state of a suspended or interrupted tool loop. The state is stored as JSON, so that
    /// another process can continue the loop.
    static let pendingTools = Migration(
        name: "pending tools",
        sql: "ALTER TABLE conversation ADD COLUMN pending_tools TEXT;"
    )
}
