extension Migration {
    /// The migration that adds costs reported by the server. If the server reported a cost, `attempt.cost` contains
    /// that cost, and `attempt.list_cost` contains the cost at list price.
    static let reportedCosts = Migration(
        name: "reported costs",
        sql: "ALTER TABLE attempt ADD COLUMN list_cost INTEGER"
    )
}
