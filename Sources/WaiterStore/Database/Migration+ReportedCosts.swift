extension Migration {
    /// Some servers report what a call cost; `attempt.cost` is then that, and `list_cost` the list price beside it.
    static let reportedCosts = Migration(
        name: "reported costs",
        sql: "ALTER TABLE attempt ADD COLUMN list_cost INTEGER"
    )
}
