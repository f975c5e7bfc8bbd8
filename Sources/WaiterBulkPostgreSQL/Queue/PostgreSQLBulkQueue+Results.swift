internal import Synchronization
internal import Waiter
public import WaiterBulk

extension PostgreSQLBulkQueue {
    /// Returns a page of results.
    public func results(of name: String, after cursor: Int64, limit: Int, ordered: Bool) async throws
        -> (results: [BulkResult], cursor: Int64)
    {
        try await session.read { connection in
            let table = try RunTable(name, connection)
            let columns = "custom_id, state, status, request_id, response, error"
            let page =
                ordered
                ? try connection.query(
                    """
                    SELECT id, \(columns) FROM waiter_bulk.row WHERE id > $1 AND id < $2 AND state >= 3
                    ORDER BY id LIMIT $3
                    """,
                    .integer(max(cursor, table.origin)),
                    .integer(table.end),
                    .integer(limit)
                )
                : try connection.query(
                    """
                    SELECT ended, \(columns) FROM waiter_bulk.row WHERE ended > $1 AND run = $2
                    ORDER BY ended LIMIT $3
                    """,
                    .integer(cursor),
                    .integer(table.run),
                    .integer(limit)
                )
            let rows = page.map { ($0.integer(0), Self.result($0)) }
            return (rows.map(\.1), rows.last?.0 ?? cursor)
        }
    }

    private static func result(_ row: PostgreSQLResult.Row) -> BulkResult {
        func json(_ column: Int32) -> JSONValue? { row.optionalText(column).flatMap { try? JSONValue(jsonText: $0) } }
        var result = BulkResult(
            customID: row.text(1),
            state: BulkRow.State(rawValue: Int(row.integer(2))) ?? .unknown,
            error: json(6)
        )
        if let status = row.optionalInteger(3) {
            result.response = .init(statusCode: Int(status), requestID: row.optionalText(4), body: json(5) ?? .null)
        }
        return result
    }

    // MARK: Changing

    /// Returns rows in the given states to `waiting`. Each row receives a new idempotency key, and its number of
    /// attempts is reset to zero.
    public func retry(_ name: String, states: [BulkRow.State]) async throws -> Int {
        try await session.write { connection in
            let table = try RunTable(name, connection)
            let state = try connection.query("SELECT state FROM waiter_bulk.run WHERE id = $1", .integer(table.run))
            guard state.first?.text(0) != BulkStatus.State.cancelled.rawValue else {
                throw BulkError(.cancelled, "the run '\(name)' was cancelled")
            }
            let final = states.filter { $0 == .failed || $0 == .unknown }
            var (count, change) = (0, RunTable.Change())
            for state in final {
                let changed = try connection.query(
                    """
                    UPDATE waiter_bulk.row SET state = 0, attempts = 0, generation = generation + 1, ended = NULL,
                        status = NULL, request_id = NULL, response = NULL, error = NULL
                    WHERE run = $1 AND state = $2 AND worker IS NULL
                    """,
                    .integer(table.run),
                    .integer(state.rawValue)
                ).changedRows
                count += changed
                change.count(state, by: -Int64(changed))
            }
            try table.apply(change)
            try connection.query(
                "UPDATE waiter_bulk.run SET state = 'ready' WHERE id = $1 AND state = 'finished'",
                .integer(table.run)
            )
            return count
        }
    }

    /// Cancels a run. No more of its rows are sent.
    public func cancel(_ name: String) async throws {
        try await session.write { connection in
            let table = try RunTable(name, connection)
            try connection.query(
                "UPDATE waiter_bulk.run SET state = 'cancelled' WHERE id = $1",
                .integer(table.run)
            )
        }
    }

    /// Removes a run along with its rows and results.
    public func remove(_ name: String) async throws {
        // If loading a run fails, this process removes the run while the process is still registered as one of the
        // run's workers. That worker is ignored.
        let loader = registry.withLock { $0.loaded[name] == nil ? nil : $0.workers[name]?.id }
        let run = try await session.write { connection in
            let found = try connection.query(
                "SELECT id FROM waiter_bulk.run WHERE name = $1 FOR UPDATE",
                .text(name)
            )
            guard let run = found.first?.integer(0) else { throw RunTable.unknown(name) }
            if let worker = try WorkerTable(RunTable(run: run, connection)).live().first(where: { $0.id != loader }) {
                throw BulkError(.inUse, "\(worker.description) is working on the run '\(name)'")
            }
            for table in ["row", "part", "worker"] {
                try connection.query("DELETE FROM waiter_bulk.\(table) WHERE run = $1", .integer(run))
            }
            try connection.query("DELETE FROM waiter_bulk.run WHERE id = $1", .integer(run))
            return run
        }
        registry.withLock { registry in
            registry.workers[name] = nil
            registry.loaded[name] = nil
            registry.forget(run: run)
        }
    }
}
