internal import Synchronization
public import WaiterBulk
internal import WaiterModels

extension PostgreSQLBulkQueue {
    /// Returns the unfinished parts of a run, ordered by number.
    public func parts(of name: String) async throws -> [BulkPart] {
        try await session.read { connection in
            let table = try RunTable(name, connection)
            return try connection.query(
                """
                SELECT number, path, model, state, file, batch FROM waiter_bulk.part WHERE run = $1 ORDER BY number
                """,
                .integer(table.run)
            ).map { row in
                var part = BulkPart(number: Int(row.integer(0)), path: row.text(1), model: row.text(2))
                part.state = BulkPart.State(rawValue: row.text(3)) ?? .creating
                (part.fileID, part.batchID) = (row.optionalText(4), row.optionalText(5))
                return part
            }
        }
    }

    /// Calls a closure that writes to the parts of a run. Writing is allowed if this process is a worker of the run, or
    /// if no other worker uses the parts. Two processes therefore never change the same part.
    ///
    /// - Throws: `BulkError` with code `.leaseLost` or `.inUse` if writing is not allowed.
    private func writeParts<Value: Sendable>(
        _ name: String,
        _ body: @escaping @Sendable (RunTable) throws -> Value
    ) async throws -> Value {
        let worker = registry.withLock { $0.workers[name] }
        return try await session.write { connection in
            let table = try RunTable(name, connection)
            if let worker {
                let found = try connection.query(
                    "SELECT 1 FROM waiter_bulk.worker WHERE id = $1 FOR SHARE",
                    .integer(worker.id)
                )
                guard found.count > 0 else {
                    throw BulkError(.leaseLost, "another process has taken over the run '\(name)'")
                }
            } else if let other = try WorkerTable(table).live().first(where: \.isSole) {
                throw BulkError(.inUse, "\(other.description) is working on the run '\(name)'")
            }
            return try body(table)
        }
    }

    /// Adds an empty part to a run.
    public func addPart(to name: String, path: String, model: String) async throws -> BulkPart {
        try await writeParts(name) { table in
            // Part numbers are never reused, because the metadata of earlier batches contains them.
            let number = try table.connection.query(
                "UPDATE waiter_bulk.run SET parts = parts + 1 WHERE id = $1 RETURNING parts",
                .integer(table.run)
            ).first?.integer(0)
            let part = BulkPart(number: Int(number ?? 1), path: path, model: model)
            try table.connection.query(
                "INSERT INTO waiter_bulk.part (run, number, path, model, state) VALUES ($1, $2, $3, $4, $5)",
                .integer(table.run),
                .integer(part.number),
                .text(path),
                .text(model),
                .text(part.state.rawValue)
            )
            return part
        }
    }

    /// Moves claimed rows to a part. Afterward, the rows are held by the part and no longer by the worker.
    public func move(_ rows: [Int64], to part: BulkPart, of name: String) async throws {
        let held = registry.withLock { registry in rows.map { registry.held[$0]?.worker } }
        try await writeParts(name) { table in
            let moved = try table.connection.query(
                """
                UPDATE waiter_bulk.row SET part = $3, worker = NULL
                FROM unnest($1::bigint[], $2::bigint[]) AS held (id, worker)
                WHERE row.id = held.id AND row.worker = held.worker
                """,
                .integers(rows),
                .integers(held),
                .integer(part.number)
            ).changedRows
            guard moved == rows.count else {
                throw BulkError(.leaseLost, "another process has taken over the run '\(name)'")
            }
        }
        registry.withLock { registry in
            for row in rows { registry.held[row] = nil }
        }
    }

    /// Stores the state of a part. While a part's batch is being created, the part's rows count as being sent.
    public func update(_ part: BulkPart, of name: String) async throws {
        try await writeParts(name) { table in
            try table.connection.query(
                "UPDATE waiter_bulk.part SET state = $3, file = $4, batch = $5 WHERE run = $1 AND number = $2",
                .integer(table.run),
                .integer(part.number),
                .text(part.state.rawValue),
                .text(part.fileID),
                .text(part.batchID)
            )
            guard part.state != .collecting else { return }
            try table.connection.query(
                "UPDATE waiter_bulk.row SET state = 2 WHERE run = $1 AND part = $2 AND state = 1",
                .integer(table.run),
                .integer(part.number)
            )
        }
    }

    /// Returns the rows in a part that have one of the given IDs and do not have a result yet.
    public func rows(named customIDs: [String], in part: BulkPart, of name: String) async throws -> [BulkRow] {
        try await session.read { connection in
            let table = try RunTable(name, connection)
            let key = try connection.query("SELECT key FROM waiter_bulk.run WHERE id = $1", .integer(table.run))
                .first?.text(0)
            return try connection.query(
                """
                SELECT id, row.custom_id, path, body, attempts, generation, reserved
                FROM unnest($3::text[]) WITH ORDINALITY AS named (custom_id, number)
                JOIN waiter_bulk.row ON row.run = $1 AND row.custom_id = named.custom_id AND row.part = $2
                ORDER BY named.number
                """,
                .integer(table.run),
                .integer(part.number),
                .texts(customIDs)
            ).map { table.row($0, key: key ?? "") }
        }
    }

    /// Removes a part. Its rows without a result return to `waiting`, and their reservations are released.
    public func removePart(_ part: BulkPart, of name: String, isAttempt: Bool) async throws -> Int {
        try await writeParts(name) { table in
            let connection = table.connection
            let rows = try connection.query(
                "SELECT id, reserved FROM waiter_bulk.row WHERE run = $1 AND part = $2 ORDER BY id FOR UPDATE",
                .integer(table.run),
                .integer(part.number)
            ).map { ($0.integer(0), $0.integer(1)) }
            try connection.query(
                """
                UPDATE waiter_bulk.row SET state = 0, attempts = attempts + $2, reserved = NULL, part = NULL
                WHERE id = ANY ($1)
                """,
                .integers(rows.map(\.0)),
                .integer(isAttempt ? 1 : 0)
            )
            var change = RunTable.Change()
            change.reserved = -rows.reduce(0) { $0 + $1.1 }
            try table.apply(change)
            try connection.query(
                "DELETE FROM waiter_bulk.part WHERE run = $1 AND number = $2",
                .integer(table.run),
                .integer(part.number)
            )
            return rows.count
        }
    }
}
