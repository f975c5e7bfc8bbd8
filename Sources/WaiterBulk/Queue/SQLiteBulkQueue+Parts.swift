internal import WaiterModels
internal import WaiterStore

extension SQLiteBulkQueue {
    /// Returns the unfinished parts of a run, ordered by number.
    public func parts(of name: String) async throws -> [BulkPart] {
        try await database.read { connection in
            let table = try BulkTable(name, in: connection)
            return try connection.rows(
                "SELECT number, path, model, state, file, batch FROM part WHERE run = ? ORDER BY number",
                table.run
            ) { row in
                var part = BulkPart(number: Int(row.integer(0)), path: row.text(1), model: row.text(2))
                part.state = BulkPart.State(rawValue: row.text(3)) ?? .creating
                (part.fileID, part.batchID) = (row.optionalText(4), row.optionalText(5))
                return part
            }
        }
    }

    /// Adds an empty part to a run.
    public func addPart(to name: String, path: String, model: String) async throws -> BulkPart {
        try await database.write { connection in
            let table = try BulkTable(name, in: connection)
            // Part numbers are never reused, because the metadata of earlier batches contains them.
            try connection.run("UPDATE run SET parts = parts + 1 WHERE id = ?", table.run)
            let number = try connection.first("SELECT parts FROM run WHERE id = ?", table.run) { Int($0.integer(0)) }
            let part = BulkPart(number: number ?? 1, path: path, model: model)
            try connection.run(
                "INSERT INTO part (run, number, path, model, state) VALUES (?, ?, ?, ?, ?)",
                table.run,
                part.number,
                path,
                model,
                part.state.rawValue
            )
            return part
        }
    }

    /// Moves claimed rows to a part.
    public func move(_ rows: [Int64], to part: BulkPart, of name: String) async throws {
        try await database.write { connection in
            for row in rows { try connection.run("UPDATE row SET part = ? WHERE id = ?", part.number, row) }
        }
    }

    /// Stores the state of a part. While a part's batch is being created, the part's rows count as being sent.
    public func update(_ part: BulkPart, of name: String) async throws {
        try await database.write { connection in
            let table = try BulkTable(name, in: connection)
            try connection.run(
                "UPDATE part SET state = ?, file = ?, batch = ? WHERE run = ? AND number = ?",
                part.state.rawValue,
                part.fileID,
                part.batchID,
                table.run,
                part.number
            )
            guard part.state != .collecting else { return }
            try connection.run(
                "UPDATE row SET state = ? WHERE run = ? AND part = ?",
                BulkRow.State.sending.rawValue,
                table.run,
                part.number
            )
        }
    }

    /// Returns the rows in a part that have one of the given IDs and do not have a result yet.
    public func rows(named customIDs: [String], in part: BulkPart, of name: String) async throws -> [BulkRow] {
        try await database.read { connection in
            let table = try BulkTable(name, in: connection)
            let key = try connection.first("SELECT key FROM run WHERE id = ?", table.run) { $0.text(0) } ?? ""
            return try customIDs.compactMap { customID in
                try connection.first(
                    """
                    SELECT id, custom_id, path, body, attempts, generation, reserved FROM row
                    WHERE run = ? AND custom_id = ? AND part = ?
                    """,
                    table.run,
                    customID,
                    part.number
                ) { row in
                    var found = table.row(row, key: key)
                    found.reserved = row.optionalInteger(6).map { Dollars(picodollars: $0) }
                    return found
                }
            }
        }
    }

    /// Removes a part. Its rows without a result return to `waiting`, and their reservations are released.
    public func removePart(_ part: BulkPart, of name: String, isAttempt: Bool) async throws -> Int {
        try await database.write { connection in
            let table = try BulkTable(name, in: connection)
            let held = try connection.first(
                "SELECT ifnull(sum(reserved), 0) FROM row WHERE run = ? AND part = ?",
                table.run,
                part.number
            ) { $0.integer(0) }
            try table.reserve(-(held ?? 0))
            try connection.run(
                """
                UPDATE row SET state = 0, attempts = attempts + ?, reserved = NULL, part = NULL
                WHERE run = ? AND part = ?
                """,
                isAttempt,
                table.run,
                part.number
            )
            let count = connection.changedRows
            try connection.run("DELETE FROM part WHERE run = ? AND number = ?", table.run, part.number)
            return count
        }
    }
}
