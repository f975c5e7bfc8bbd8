internal import WaiterBulk
internal import WaiterPlatform

/// Access to the workers of a run within a transaction.
struct WorkerTable {
    let table: RunTable

    private var connection: PostgreSQLConnection { table.connection }

    init(_ table: RunTable) { self.table = table }

    /// Returns an SQL expression for the end of a lease that begins now and has the given length in milliseconds.
    static func expiry(_ lease: String = "lease") -> String { "now() + \(lease) * interval '1 millisecond'" }

    /// Adds a worker and returns its ID.
    func add(atMostOnce: Bool, isSole: Bool, lease: Duration) throws -> Int64 {
        let result = try connection.query(
            """
            INSERT INTO waiter_bulk.worker (run, host, process, at_most_once, is_sole, lease, expires_at)
            VALUES ($1, $2, $3, $4 = 1, $5 = 1, $6, \(Self.expiry("$6"))) RETURNING id
            """,
            .integer(table.run),
            .text(HostIdentity.current),
            .text(ProcessIdentity.current.text),
            .integer(atMostOnce ? 1 : 0),
            .integer(isSole ? 1 : 0),
            .integer(Int64(lease / .milliseconds(1)))
        )
        return result.first?.integer(0) ?? 0
    }

    /// A worker whose lease has not expired. If its process is on this machine, the process is running.
    struct Live {
        var id: Int64
        var isSole: Bool
        /// The identity of the process as text.
        var process: String
        /// Whether the process is on this machine.
        var isLocal: Bool

        var description: String {
            let id = process.split(separator: ":").first ?? "?"
            return isLocal ? "process \(id)" : "process \(id) on another machine"
        }
    }

    /// Returns the live workers.
    func live() throws -> [Live] {
        let result = try connection.query(
            "SELECT id, is_sole, process, host FROM waiter_bulk.worker WHERE run = $1 AND expires_at > now() ORDER BY id",
            .integer(table.run)
        )
        return result.map { row in
            let isLocal = !HostIdentity.current.isEmpty && row.text(3) == HostIdentity.current
            return Live(id: row.integer(0), isSole: row.isTrue(1), process: row.text(2), isLocal: isLocal)
        }
        .filter { worker in !worker.isLocal || (ProcessIdentity(worker.process)?.isAlive ?? true) }
    }

    /// Returns whether live workers hold rows that have no reservation.
    func holdUnreserved() throws -> Bool {
        let result = try connection.query(
            """
            SELECT EXISTS (SELECT 1 FROM waiter_bulk.row WHERE worker = ANY ($1) AND reserved IS NULL)
            """,
            .integers(try live().map(\.id))
        )
        return result.first?.isTrue(0) ?? false
    }

    // MARK: Recovery

    /// Recovers the rows of dead workers.
    ///
    /// - Parameter atMostOnce: Whether rows that may already have been sent become `unknown` instead of being sent
    ///   again. The value `true` overrides the dead worker's setting.
    /// - Throws: `PostgreSQLError`.
    func recover(atMostOnce: Bool) throws {
        let known = try connection.query(
            "SELECT id, process FROM waiter_bulk.worker WHERE run = $1 AND host = $2 AND host <> ''",
            .integer(table.run),
            .text(HostIdentity.current)
        )
        let ended = known.map { ($0.integer(0), ProcessIdentity($0.text(1))?.isAlive ?? true) }.filter { !$0.1 }
        // Workers cannot renew their leases while the server is down, so each worker gets a full lease after a restart.
        let dead = try connection.query(
            """
            SELECT id, at_most_once FROM waiter_bulk.worker WHERE run = $1 AND (id = ANY ($2) OR (expires_at < now()
                AND pg_postmaster_start_time() < now() - lease * interval '1 millisecond'))
            ORDER BY id FOR UPDATE SKIP LOCKED
            """,
            .integer(table.run),
            .integers(ended.map(\.0))
        )
        for worker in dead.map({ ($0.integer(0), $0.isTrue(1)) }) {
            try remove(worker.0, atMostOnce: atMostOnce || worker.1)
        }
    }

    /// Removes a worker and recovers the rows that it holds.
    ///
    /// The reservations of rows that were claimed but not sent are released. Rows that may already have been sent
    /// continue to be counted at their maximum cost.
    func remove(_ worker: Int64, atMostOnce: Bool) throws {
        let held = try connection.query(
            "SELECT id, state, reserved FROM waiter_bulk.row WHERE worker = $1 ORDER BY id FOR UPDATE",
            .integer(worker)
        ).map { row in (id: row.integer(0), state: Int(row.integer(1)), reserved: row.optionalInteger(2)) }
        if !held.isEmpty {
            let amounts = try table.lock()
            var change = RunTable.Change()
            let sent = held.filter { $0.state != BulkRow.State.claimed.rawValue }
            let unanswered = sent.filter { $0.state == BulkRow.State.sending.rawValue }.map(\.id)
            change.reserved = -held.reduce(0) { $0 + ($1.reserved ?? 0) }
            change.uncertain = sent.reduce(0) { $0 + ($1.reserved ?? 0) }
            change.unknownCosts = Int64(sent.count { $0.reserved == nil })
            try free(held.filter { $0.state == BulkRow.State.claimed.rawValue }.map(\.id), isAttempt: false)
            if atMostOnce {
                change.unknown = Int64(unanswered.count)
                change.ended = Int64(unanswered.count)
                try end(unanswered, after: amounts.ended)
            } else {
                change.repeated = Int64(unanswered.count)
                try free(unanswered, isAttempt: true)
            }
            // The remaining rows already have a result from another attempt.
            try connection.query(
                "UPDATE waiter_bulk.row SET worker = NULL, reserved = NULL WHERE worker = $1",
                .integer(worker)
            )
            try table.apply(change)
        }
        try connection.query("DELETE FROM waiter_bulk.worker WHERE id = $1", .integer(worker))
    }

    /// Returns rows to `waiting`.
    private func free(_ rows: [Int64], isAttempt: Bool) throws {
        try connection.query(
            """
            UPDATE waiter_bulk.row SET state = 0, attempts = attempts + $2, worker = NULL, reserved = NULL
            WHERE id = ANY ($1)
            """,
            .integers(rows),
            .integer(isAttempt ? 1 : 0)
        )
    }

    /// Moves rows whose outcome is unknown to the final state `unknown`.
    private func end(_ rows: [Int64], after ended: Int64) throws {
        try connection.query(
            """
            UPDATE waiter_bulk.row SET state = $2, attempts = attempts + 1, worker = NULL, reserved = NULL, error = $3,
                ended = unknown.number + $4
            FROM unnest($1) WITH ORDINALITY AS unknown (id, number) WHERE row.id = unknown.id
            """,
            .integers(rows),
            .integer(BulkRow.State.unknown.rawValue),
            .text(BulkResult.unknownOutcome),
            .integer(ended)
        )
    }
}
