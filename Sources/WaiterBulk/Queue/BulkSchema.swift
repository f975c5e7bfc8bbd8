/// The schema of the bulk run database.
///
/// Add new migrations, but never change existing migrations, because a file can be at any version.
enum BulkSchema {
    static let migrations = [runs, progress]

    /// Runs and their rows.
    ///
    /// - The ID of a row is the number of its run shifted left by 40 bits, plus the row's position in the input. The
    ///   rows of a run are therefore adjacent and in order.
    /// - `owner` is the process that works on the run. No leases are needed, because the system can tell whether a
    ///   process on this machine is alive, regardless of the clock.
    /// - Amounts are in 10^-12 dollars. `reserved` is the amount reserved for rows that are claimed or being sent.
    ///   `uncertain` is the total maximum cost of attempts whose cost is unknown.
    /// - `part` is a set of rows that are sent together in one of the provider's batches. Unlike the rows of a dead
    ///   worker, the rows of a part are not recovered, because the batch outlives the process.
    /// - `ended` is the position of a result among the run's results, in order of completion.
    private static let runs = """
        CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            key TEXT NOT NULL,
            state TEXT NOT NULL,
            message TEXT,
            owner TEXT,
            created_at INTEGER NOT NULL,
            details TEXT NOT NULL,
            budget INTEGER,
            reserved INTEGER NOT NULL DEFAULT 0,
            spent INTEGER NOT NULL DEFAULT 0,
            uncertain INTEGER NOT NULL DEFAULT 0,
            unknown_costs INTEGER NOT NULL DEFAULT 0,
            input INTEGER NOT NULL DEFAULT 0,
            output INTEGER NOT NULL DEFAULT 0,
            repeated INTEGER NOT NULL DEFAULT 0,
            rows INTEGER NOT NULL DEFAULT 0,
            parts INTEGER NOT NULL DEFAULT 0,
            ended INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE row (
            id INTEGER PRIMARY KEY,
            run INTEGER NOT NULL,
            state INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0,
            generation INTEGER NOT NULL DEFAULT 0,
            line INTEGER NOT NULL,
            reserved INTEGER,
            ended INTEGER,
            part INTEGER,
            custom_id TEXT NOT NULL,
            path TEXT NOT NULL,
            body BLOB NOT NULL,
            status INTEGER,
            request_id TEXT,
            response TEXT,
            error TEXT
        );
        CREATE UNIQUE INDEX row_by_custom_id ON row (run, custom_id);
        CREATE INDEX row_by_state ON row (run, state);
        CREATE INDEX row_by_end ON row (run, ended) WHERE ended IS NOT NULL;
        CREATE INDEX row_by_part ON row (run, part) WHERE part IS NOT NULL;
        CREATE TABLE part (
            run INTEGER NOT NULL,
            number INTEGER NOT NULL,
            path TEXT NOT NULL,
            model TEXT NOT NULL,
            state TEXT NOT NULL,
            file TEXT,
            batch TEXT,
            PRIMARY KEY (run, number)
        ) WITHOUT ROWID;
        """

    /// The time at which the run's worker began, and the number of rows that had ended by then. The worker's rate is
    /// computed from these two values.
    private static let progress = """
        ALTER TABLE run ADD COLUMN began_at INTEGER;
        ALTER TABLE run ADD COLUMN began_with INTEGER NOT NULL DEFAULT 0;
        """
}
