internal import Synchronization
public import Waiter
internal import WaiterBulk
public import WaiterModels

extension PostgreSQLBulkQueue {
    /// The maximum length of a row's ID, in bytes. The length is limited because the IDs are indexed.
    private static let longestID = 1024

    /// Creates a run in the `loading` state, without rows.
    public func create(_ name: String, budget: Dollars?, details: JSONObject) async throws {
        let (key, lease) = (RandomID.make(), options.lease)
        let details = JSONValue.object(details).jsonText
        let worker = try await session.write { connection in
            let created = try connection.query(
                """
                INSERT INTO waiter_bulk.run (name, key, state, details, budget) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (name) DO NOTHING RETURNING id
                """,
                .text(name),
                .text(key),
                .text(BulkStatus.State.loading.rawValue),
                .text(details),
                .integer(budget?.picodollars)
            )
            guard let run = created.first?.integer(0) else {
                throw BulkError(.inUse, "there is already a run named '\(name)'")
            }
            let workers = WorkerTable(RunTable(run: run, connection))
            let id = try workers.add(atMostOnce: false, isSole: true, lease: lease)
            return WorkerRegistry.Worker(run: run, id: id, isSole: true)
        }
        registry.withLock { registry in
            registry.workers[name] = worker
            registry.loaded[name] = 0
        }
        startHeartbeats()
    }

    /// Inserts rows into a run that is being loaded.
    public func insert(_ lines: [(line: Int, operation: BatchLine)], into name: String) async throws
        -> [(position: Int, line: Int)]
    {
        guard !lines.isEmpty else { return [] }
        for (line, operation) in lines {
            let id = operation.customID.utf8
            guard id.count <= Self.longestID, !id.contains(0) else {
                throw BulkError(
                    .invalidInput,
                    "line \(line): custom_id must be at most \(Self.longestID) bytes long and must not contain null characters",
                    line: line
                )
            }
        }
        let rows = Rows(lines)
        let (start, loader) = registry.withLock { ($0.loaded[name], $0.workers[name]) }
        let duplicates = try await session.write { connection in
            let table = try Self.loading(name, by: loader, connection)
            let origin = try table.origin + (start ?? Self.lastPosition(table))
            return try rows.insert(into: table, after: origin)
        }
        registry.withLock { $0.loaded[name]? += Int64(lines.count) }
        return duplicates
    }

    /// Locks and returns a run that this process is loading.
    ///
    /// - Throws: `BulkError` with code `.leaseLost` if another process has replaced the run in the meantime.
    private static func loading(
        _ name: String,
        by loader: WorkerRegistry.Worker?,
        _ connection: PostgreSQLConnection
    ) throws -> RunTable {
        guard let loader else { return try RunTable(name, connection) }
        // To load the run again, another process must first remove this run. Removing the run requires locking it.
        let found = try connection.query(
            """
            SELECT 1 FROM waiter_bulk.run WHERE id = $1 AND EXISTS (SELECT 1 FROM waiter_bulk.worker WHERE id = $2)
            FOR UPDATE
            """,
            .integer(loader.run),
            .integer(loader.id)
        )
        guard found.count > 0 else {
            throw BulkError(.leaseLost, "another process has taken over the run '\(name)'")
        }
        return RunTable(run: loader.run, connection)
    }

    private static func lastPosition(_ table: RunTable) throws -> Int64 {
        let last = try table.connection.query(
            "SELECT max(id) FROM waiter_bulk.row WHERE id > $1 AND id < $2",
            .integer(table.origin),
            .integer(table.end)
        )
        return last.first?.optionalInteger(0).map { $0 - table.origin } ?? 0
    }

    /// The rows to insert, with one array for each column.
    private struct Rows: Sendable {
        var lines: [Int64] = []
        var customIDs: [String] = []
        var paths: [String] = []
        var bodies: [[UInt8]] = []

        init(_ lines: [(line: Int, operation: BatchLine)]) {
            for (line, operation) in lines {
                self.lines.append(Int64(line))
                customIDs.append(operation.customID)
                paths.append(operation.url)
                bodies.append(operation.body.jsonBytes)
            }
        }

        /// Inserts the rows. Returns the position of each duplicate, together with the line number of the first row
        /// that has the same ID.
        func insert(into table: RunTable, after origin: Int64) throws -> [(position: Int, line: Int)] {
            let ids = (1...Int64(lines.count)).map { origin + $0 }
            let inserted = try table.connection.query(
                """
                INSERT INTO waiter_bulk.row (id, run, line, custom_id, path, body)
                SELECT id, $1, line, custom_id, path, body
                FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[])
                    AS input (id, line, custom_id, path, body)
                ON CONFLICT (run, custom_id) DO NOTHING
                """,
                .integer(table.run),
                .integers(ids),
                .integers(lines),
                .texts(customIDs),
                .texts(paths),
                .texts(bodies)
            ).changedRows
            try table.connection.query(
                "UPDATE waiter_bulk.run SET rows = rows + $2 WHERE id = $1",
                .integer(table.run),
                .integer(inserted)
            )
            guard inserted < lines.count else { return [] }
            return try table.connection.query(
                """
                SELECT input.number - 1, row.line FROM unnest($2::bigint[], $3::text[]) WITH ORDINALITY
                    AS input (id, custom_id, number)
                JOIN waiter_bulk.row ON row.run = $1 AND row.custom_id = input.custom_id
                WHERE row.id <> input.id ORDER BY input.number
                """,
                .integer(table.run),
                .integers(ids),
                .texts(customIDs)
            ).map { (position: Int($0.integer(0)), line: Int($0.integer(1))) }
        }
    }

    /// Finishes loading a run and stores its final details.
    public func finishLoading(_ name: String, details: JSONObject) async throws {
        let details = JSONValue.object(details).jsonText
        let loader = registry.withLock { $0.workers[name] }
        try await session.write { connection in
            let table = try Self.loading(name, by: loader, connection)
            try connection.query(
                "UPDATE waiter_bulk.run SET state = $2, details = $3 WHERE id = $1",
                .integer(table.run),
                .text(BulkStatus.State.ready.rawValue),
                .text(details)
            )
            try connection.query("DELETE FROM waiter_bulk.worker WHERE run = $1", .integer(table.run))
        }
        registry.withLock { registry in
            registry.workers[name] = nil
            registry.loaded[name] = nil
        }
    }
}
