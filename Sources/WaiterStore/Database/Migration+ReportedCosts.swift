extension Migration {
    /// Costs reported by the server. `attempt.cost` contains the reported cost, and `list_cost` contains the cost at list price.
    static let reportedCosts = Migration(
        name: "reported costs",
        sql: "ALTER TABLE attempt ADD COLUMN list_cost INTEGER"
    )
}
