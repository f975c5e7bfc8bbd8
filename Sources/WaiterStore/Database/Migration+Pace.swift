extension Migration {
    /// The migration that adds rate limits. The `pace` table contains the state for each server, profile and model as
    /// JSON, and the `pace_waiter` table contains the queue of waiting calls.
    static let pace = Migration(
        name: "pace",
        sql: """
            CREATE TABLE pace (scope TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE pace_waiter (
                id INTEGER PRIMARY KEY,
                scope TEXT NOT NULL,
                priority INTEGER NOT NULL,
                process TEXT NOT NULL
            );
            CREATE INDEX pace_waiter_by_turn ON pace_waiter (scope, priority, id);
            """
    )
}
