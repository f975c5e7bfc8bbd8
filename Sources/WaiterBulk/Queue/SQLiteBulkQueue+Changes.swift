internal import Synchronization
internal import WaiterPlatform
internal import WaiterStore

extension SQLiteBulkQueue {
    /// Returns rows in the given states to `waiting`. Each row receives a new idempotency key, and its number of
    /// attempts is reset to zero.
    public func retry(_ name: String, states: [BulkRow.State]) async throws -> Int {
        try checkIdle(name)
        return try await database.write { connection in
            let table = try BulkTable(name, in: connection)
            try table.acquire(name)
            var count = 0
            for state in states {
                try connection.run(
                    """
                    UPDATE row SET state = 0, attempts = 0, generation = generation + 1, ended = NULL, status = NULL,
                        request_id = NULL, response = NULL, error = NULL
                    WHERE run = ? AND state = ?
                    """,
                    table.run,
                    state.rawValue
                )
                count += connection.changedRows
            }
            try connection.run(
                "UPDATE run SET owner = NULL, state = iif(state = 'finished', 'ready', state) WHERE id = ?",
                table.run
            )
            return count
        }
    }

    /// Cancels a run, so that nothing more is sent.
    public func cancel(_ name: String) async throws {
        try await database.write { connection in
            let table = try BulkTable(name, in: connection)
            try connection.run("UPDATE run SET state = 'cancelled' WHERE id = ?", table.run)
        }
    }

    /// Removes a run along with its rows and results.
    ///
    /// The rows are removed in several transactions, so that other runs can continue in the meantime. If removal is
    /// interrupted, the run stays in the `loading` state.
    public func remove(_ name: String) async throws {
        try checkIdle(name)
        let run = try await database.write { connection in
            let table = try BulkTable(name, in: connection)
            let owner = try connection.first("SELECT owner FROM run WHERE id = ?", table.run) { $0.optionalText(0) }
            if let owner = owner?.flatMap(ProcessIdentity.init), owner != .current, owner.isAlive {
                throw BulkError(.inUse, "process \(owner.id) is working on the run '\(name)'")
            }
            try connection.run(
                "UPDATE run SET state = ?, owner = ? WHERE id = ?",
                BulkStatus.State.loading.rawValue,
                ProcessIdentity.current.text,
                table.run
            )
            return table.run
        }
        var removed = 0
        repeat {
            removed = try await database.write { connection in
                try connection.run(
                    "DELETE FROM row WHERE id IN (SELECT id FROM row WHERE run = ? LIMIT ?)",
                    run,
                    Self.removedAtOnce
                )
                return connection.changedRows
            }
        } while removed > 0
        try await database.write { connection in
            try connection.run("DELETE FROM part WHERE run = ?", run)
            try connection.run("DELETE FROM run WHERE id = ?", run)
        }
    }

    private static let removedAtOnce = 5000

    /// Checks that no task of this process is working on a run.
    ///
    /// - Throws: `BulkError` with code `.inUse`.
    private func checkIdle(_ name: String) throws {
        guard Self.active.withLock({ $0.contains(activity(name)) }) else { return }
        throw BulkError(.inUse, "this process is working on the run '\(name)'")
    }
}
