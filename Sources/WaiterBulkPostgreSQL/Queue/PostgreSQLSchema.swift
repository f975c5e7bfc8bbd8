/// The `waiter_bulk` schema, which contains the tables.
///
/// Add new migrations, but never change existing migrations, because a database can be at any version.
enum PostgreSQLSchema {
    static let migrations = [runs, beginnings]

    /// The key of the advisory lock that serializes migrations: "WBLK" in ASCII.
    private static let lock = 0x5742_4C4B

    /// Creates the schema or migrates it to the current version.
    ///
    /// - Throws: `PostgreSQLError` with code `.unsupported` if a newer version created the schema.
    static func migrate(_ connection: PostgreSQLConnection) throws {
        // If the version is current, neither a lock nor the privilege to create tables is required.
        if try version(connection) == migrations.count { return }
        try connection.query("SELECT pg_advisory_xact_lock($1)", .integer(lock))
        let version = try version(connection)
        guard version <= migrations.count else {
            throw PostgreSQLError(
                .unsupported,
                "the queue was created by a newer version of waiter (schema \(version), supported: \(migrations.count))"
            )
        }
        for sql in migrations.dropFirst(version) { try connection.execute(sql) }
        try connection.query("UPDATE waiter_bulk.schema_version SET version = $1", .integer(migrations.count))
    }

    /// Returns whether another connection has created the tables in the meantime.
    ///
    /// A server process detects new schemas only when a transaction begins. A process that has waited for the lock may
    /// therefore not see a new schema.
    static func wasCreated(_ error: PostgreSQLError) -> Bool {
        // duplicate_schema, duplicate_table, unique_violation
        ["42P06", "42P07", "23505"].contains(error.sqlState)
    }

    private static func version(_ connection: PostgreSQLConnection) throws -> Int {
        let exists = try connection.execute("SELECT to_regclass('waiter_bulk.schema_version') IS NOT NULL")
        guard exists.first?.isTrue(0) == true else { return 0 }
        return Int(try connection.execute("SELECT version FROM waiter_bulk.schema_version").first?.integer(0) ?? 0)
    }

    /// The migration that creates the tables for runs, their rows and their workers.
    ///
    /// - The ID of a row is the number of its run shifted left by 40 bits, plus its position in the input.
    /// - A worker is alive until `expires_at`, which is `lease` milliseconds after its last heartbeat according to the
    ///   server's clock. `host` and `process` identify its process to other workers on the same machine. A worker holds
    ///   the rows that refer to it. Each of these rows contains the amount reserved for the row.
    /// - Amounts are in units of 10^-12 dollars. The amounts and counters of a run are updated in the same transactions
    ///   as its rows.
    /// - A row that has a result can also refer to a worker. This means that another attempt is in progress.
    private static let runs = """
        CREATE SCHEMA IF NOT EXISTS waiter_bulk;
        CREATE TABLE waiter_bulk.schema_version (version INTEGER NOT NULL);
        INSERT INTO waiter_bulk.schema_version VALUES (0);
        CREATE TABLE waiter_bulk.run (
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name TEXT COLLATE "C" NOT NULL UNIQUE,
            key TEXT NOT NULL,
            state TEXT NOT NULL,
            message TEXT,
            created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
            details TEXT NOT NULL,
            budget BIGINT,
            reserved BIGINT NOT NULL DEFAULT 0,
            spent BIGINT NOT NULL DEFAULT 0,
            uncertain BIGINT NOT NULL DEFAULT 0,
            unknown_costs BIGINT NOT NULL DEFAULT 0,
            input BIGINT NOT NULL DEFAULT 0,
            output BIGINT NOT NULL DEFAULT 0,
            repeated BIGINT NOT NULL DEFAULT 0,
            rows BIGINT NOT NULL DEFAULT 0,
            done BIGINT NOT NULL DEFAULT 0,
            failed BIGINT NOT NULL DEFAULT 0,
            unknown BIGINT NOT NULL DEFAULT 0,
            parts BIGINT NOT NULL DEFAULT 0,
            ended BIGINT NOT NULL DEFAULT 0
        );
        CREATE TABLE waiter_bulk.worker (
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            run BIGINT NOT NULL,
            host TEXT NOT NULL,
            process TEXT NOT NULL,
            at_most_once BOOLEAN NOT NULL,
            is_sole BOOLEAN NOT NULL,
            lease BIGINT NOT NULL,
            started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
            expires_at TIMESTAMPTZ NOT NULL
        );
        CREATE INDEX worker_by_run ON waiter_bulk.worker (run);
        CREATE TABLE waiter_bulk.row (
            id BIGINT PRIMARY KEY,
            run BIGINT NOT NULL,
            state SMALLINT NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0,
            generation INTEGER NOT NULL DEFAULT 0,
            line BIGINT NOT NULL,
            worker BIGINT,
            reserved BIGINT,
            ended BIGINT,
            part BIGINT,
            status INTEGER,
            custom_id TEXT COLLATE "C" NOT NULL,
            path TEXT NOT NULL,
            body TEXT NOT NULL,
            request_id TEXT,
            response TEXT,
            error TEXT
        );
        CREATE UNIQUE INDEX row_by_custom_id ON waiter_bulk.row (run, custom_id);
        CREATE INDEX row_waiting ON waiter_bulk.row (id) WHERE state = 0;
        CREATE INDEX row_by_worker ON waiter_bulk.row (worker) WHERE worker IS NOT NULL;
        CREATE INDEX row_by_part ON waiter_bulk.row (run, part) WHERE part IS NOT NULL;
        CREATE INDEX row_by_end ON waiter_bulk.row (run, ended) WHERE ended IS NOT NULL;
        CREATE TABLE waiter_bulk.part (
            run BIGINT NOT NULL,
            number BIGINT NOT NULL,
            path TEXT NOT NULL,
            model TEXT NOT NULL,
            state TEXT NOT NULL,
            file TEXT,
            batch TEXT,
            PRIMARY KEY (run, number)
        );
        """

    /// The migration that adds the time at which the current workers of a run began, and the number of rows that had a
    /// final state at that time. The rate is computed from these two values.
    private static let beginnings = """
        ALTER TABLE waiter_bulk.run ADD COLUMN began_at TIMESTAMPTZ, ADD COLUMN began_with BIGINT NOT NULL DEFAULT 0;
        """
}
