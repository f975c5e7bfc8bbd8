internal import Synchronization
internal import Waiter
public import WaiterBulk
internal import WaiterModels
internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A queue in a PostgreSQL database. Workers on several machines can process the runs in the queue.
///
///     let queue = try await PostgreSQLBulkQueue("postgres://bulk@db.example.com/bulk")
///
/// The tables are created in the `waiter_bulk` schema on first use. The libpq library is loaded at run time. In
/// addition to the connection string, it reads the `PG*` environment variables, service files and `~/.pgpass`. The
/// recommended place for a password is `~/.pgpass`.
///
/// A worker renews its lease with heartbeats. Leases are measured by the server's clock. If a worker's lease expires,
/// other workers recover its rows. If the worker then receives a result for one of these rows, the result is still
/// stored. If the server restarts, operations continue after the restart.
public final class PostgreSQLBulkQueue: BulkQueue {
    /// The options for a queue.
    public struct Options: Sendable {
        /// The time that must pass after a worker's last heartbeat before other workers can recover its rows.
        public var lease: Duration = .seconds(30)
        /// The time after which operations fail if the server cannot be reached or its disk is full. If the first
        /// attempt to connect fails, it is not repeated.
        public var reconnectTimeout: Duration = .seconds(600)
        /// The path of the libpq library, or `nil` to search for it.
        public var libraryPath: String?
        /// A closure that receives the error when the connection is lost, or when an operation has to wait because the
        /// server's disk is full.
        public var onConnectionLost: (@Sendable (PostgreSQLError) -> Void)?

        /// Creates options.
        public init() {}
    }

    let options: Options
    let session: PostgreSQLSession
    /// A separate connection for heartbeats. This connection is not used for rows, so it is never busy.
    private let heartbeats: PostgreSQLSession
    let registry = Mutex(WorkerRegistry())

    /// Connects to a database and creates the tables if necessary.
    ///
    /// - Parameters:
    ///   - connectionString: The connection string in one of libpq's formats.
    ///   - options: The options.
    /// - Throws: `PostgreSQLError`.
    public init(_ connectionString: String, options: Options = Options()) async throws {
        let library = try LibPQ(path: options.libraryPath)
        let string = try ConnectionString(connectionString, library)
        self.options = options
        session = PostgreSQLSession(
            string,
            library,
            name: "waiter.bulk.postgresql",
            reconnectTimeout: options.reconnectTimeout,
            onConnectionLost: options.onConnectionLost
        )
        heartbeats = PostgreSQLSession(
            string,
            library,
            name: "waiter.bulk.heartbeat",
            reconnectTimeout: .zero
        )
        try await session.connect()
        do {
            try await session.write { try PostgreSQLSchema.migrate($0) }
        } catch let error as PostgreSQLError where PostgreSQLSchema.wasCreated(error) {
            try await session.write { try PostgreSQLSchema.migrate($0) }
        }
    }

    /// Returns whether a connection string contains a password. A password should not be passed as a command-line
    /// argument, because other users of the machine can see the arguments of a process.
    ///
    /// - Parameters:
    ///   - connectionString: The connection string.
    ///   - libraryPath: The path of the libpq library, or `nil` to search for it.
    /// - Returns: Whether the string contains a password.
    /// - Throws: `PostgreSQLError`.
    package static func hasPassword(_ connectionString: String, libraryPath: String?) throws -> Bool {
        try ConnectionString(connectionString, LibPQ(path: libraryPath)).hasPassword
    }

    // MARK: Heartbeats

    /// Schedules heartbeats until this process is no longer a worker.
    func startHeartbeats() {
        let isNew = registry.withLock { registry in
            defer { registry.isBeating = true }
            return !registry.isBeating
        }
        if isNew { scheduleHeartbeat() }
    }

    private func scheduleHeartbeat() {
        heartbeats.schedule(after: options.lease / 5) { [weak self] in self?.beat() }
    }

    /// Renews the leases and recovers the rows of dead workers.
    private func beat() {
        let workers = registry.withLock { registry in
            registry.isBeating = !registry.workers.isEmpty
            return Array(registry.workers.values)
        }
        guard !workers.isEmpty else { return }
        // If a heartbeat fails, the next heartbeat renews the lease.
        _ = try? heartbeats.commit({ false }) { connection in
            try connection.query(
                "UPDATE waiter_bulk.worker SET expires_at = \(WorkerTable.expiry()) WHERE id = ANY ($1)",
                .integers(workers.map(\.id))
            )
        }
        for worker in workers {
            _ = try? heartbeats.commit({ false }) { connection in
                try WorkerTable(RunTable(run: worker.run, connection)).recover(atMostOnce: worker.atMostOnce)
            }
        }
        scheduleHeartbeat()
    }

    // MARK: Runs

    /// Returns a run, or `nil` if no run has that name.
    public func status(of name: String) async throws -> BulkStatus? {
        try await session.read { try Self.statuses($0, name: name).first }
    }

    /// Returns all runs, newest first.
    public func runs() async throws -> [BulkStatus] {
        try await session.read { try Self.statuses($0, name: nil) }
    }

    static func statuses(_ connection: PostgreSQLConnection, name: String?) throws -> [BulkStatus] {
        let found = try connection.query(
            """
            SELECT id, name, key, state, (extract(epoch FROM created_at) * 1000)::bigint, message, details, budget,
                reserved, spent, uncertain, unknown_costs, input, output, repeated, rows, done, failed, unknown,
                (extract(epoch FROM clock_timestamp() - began_at) * 1000)::bigint, began_with
            FROM waiter_bulk.run WHERE $1::text IS NULL OR name = $1 ORDER BY id DESC
            """,
            .text(name)
        ).map { ($0.integer(0), $0.integer(15), status($0)) }
        return try found.map { run, total, status in
            var status = status
            let table = RunTable(run: run, connection)
            status.workers = try WorkerTable(table).live().count
            status.isActive = status.workers > 0
            let held = try connection.query(
                """
                SELECT state, count(*) FROM (
                    SELECT state FROM waiter_bulk.row
                    WHERE worker IN (SELECT id FROM waiter_bulk.worker WHERE run = $1) AND state IN (1, 2)
                    UNION ALL
                    SELECT state FROM waiter_bulk.row
                    WHERE run = $1 AND part IS NOT NULL AND worker IS NULL AND state IN (1, 2)
                ) AS held GROUP BY state
                """,
                .integer(run)
            )
            for (state, count) in held.map({ ($0.integer(0), $0.integer(1)) }) {
                if let state = BulkRow.State(rawValue: Int(state)) { status.rows[state] = Int(count) }
            }
            let waiting = Int(total) - status.rows.values.reduce(0, +)
            if waiting > 0 { status.rows[.waiting] = waiting }
            return status
        }
    }

    /// Creates a status from the columns of a run.
    private static func status(_ row: PostgreSQLResult.Row) -> BulkStatus {
        var status = BulkStatus(
            name: row.text(1),
            key: row.text(2),
            state: BulkStatus.State(rawValue: row.text(3)) ?? .paused,
            created: Date(timeIntervalSince1970: Double(row.integer(4)) / 1000)
        )
        status.message = row.optionalText(5)
        status.details = (try? JSONValue(jsonText: row.text(6)))?.objectValue ?? [:]
        status.budget = row.optionalInteger(7).map { Dollars(picodollars: $0) }
        status.reserved = Dollars(picodollars: row.integer(8))
        status.spent = Dollars(picodollars: row.integer(9))
        status.uncertain = Dollars(picodollars: row.integer(10))
        status.unknownCosts = Int(row.integer(11))
        (status.inputTokens, status.outputTokens) = (Int(row.integer(12)), Int(row.integer(13)))
        status.repeated = Int(row.integer(14))
        // The column contains an age measured by the server's clock, because this machine's clock may differ from it.
        status.workBegan = row.optionalInteger(19).map { Date().addingTimeInterval(-Double($0) / 1000) }
        status.endedBefore = Int(row.integer(20))
        for (column, state) in [(16, BulkRow.State.done), (17, .failed), (18, .unknown)] as [(Int32, BulkRow.State)] {
            let count = Int(row.integer(column))
            if count > 0 { status.rows[state] = count }
        }
        return status
    }
}
