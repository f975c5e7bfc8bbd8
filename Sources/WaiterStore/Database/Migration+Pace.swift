extension Migration {
    /// How fast calls follow one another: what each server, profile and model has left (`state`, JSON), and who waits.
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
