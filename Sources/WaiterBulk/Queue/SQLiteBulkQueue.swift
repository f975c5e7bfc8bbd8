internal import Synchronization
public import Waiter
public import WaiterModels
internal import WaiterPlatform
internal import WaiterStore

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A queue in a SQLite file, for runs that are processed on one machine.
///
///     let queue = try await SQLiteBulkQueue(path: "bulk.sqlite3")
///
/// The file and its write-ahead log are accessible only to their owner (0600). Each commit is synced to disk.
/// Concurrent writes are committed together. A run has one worker at a time. Other processes can read and cancel the
/// run.
public final class SQLiteBulkQueue: BulkQueue {
    let database: BulkDatabase
    private let now: @Sendable () -> Date

    /// Opens a file, creating it if necessary.
    ///
    /// - Parameters:
    ///   - path: The path of the file, in an existing directory.
    ///   - now: A closure that returns the current time. Tests can pass a different clock.
    /// - Throws: `StoreError`.
    public init(path: String, now: @escaping @Sendable () -> Date = { Date() }) async throws {
        database = try await BulkDatabase.open(path)
        self.now = now
    }

    // MARK: Runs

    /// Returns a run, or `nil` if no run has that name.
    public func status(of name: String) async throws -> BulkStatus? {
        try await database.read { connection in
            do {
                return try Self.status(BulkTable(name, in: connection))
            } catch let error as BulkError where error.code == .unknownRun {
                return nil
            }
        }
    }

    /// Returns all runs, newest first.
    public func runs() async throws -> [BulkStatus] {
        try await database.read { connection in
            let names = try connection.rows("SELECT name FROM run ORDER BY created_at DESC, id DESC") { $0.text(0) }
            return try names.compactMap { try Self.status(BulkTable($0, in: connection)) }
        }
    }

    /// Creates a run in the `loading` state, without rows.
    public func create(_ name: String, budget: Dollars?, details: JSONObject) async throws {
        let created = time
        let key = RandomID.make()
        try await database.write { connection in
            if try connection.first("SELECT 1 FROM run WHERE name = ?", name, read: { _ in true }) != nil {
                throw BulkError(.inUse, "there is already a run named '\(name)'")
            }
            try connection.run(
                "INSERT INTO run (name, key, state, owner, created_at, details, budget) VALUES (?, ?, ?, ?, ?, ?, ?)",
                name,
                key,
                BulkStatus.State.loading.rawValue,
                ProcessIdentity.current.text,
                created,
                JSONValue.object(details).jsonText,
                budget?.picodollars
            )
        }
    }

    /// The current time in milliseconds since 1970.
    private var time: Int64 { Int64((now().timeIntervalSince1970 * 1000).rounded()) }

    private static func status(_ table: BulkTable) throws -> BulkStatus? {
        let connection = table.connection
        let found = try connection.first(
            """
            SELECT name, key, state, created_at, message, owner, details, budget, reserved, spent, uncertain, unknown_costs,
                input, output, repeated, began_at, began_with
            FROM run WHERE id = ?
            """,
            table.run
        ) { row in
            let owner = row.optionalText(5).flatMap(ProcessIdentity.init)
            var status = BulkStatus(
                name: row.text(0),
                key: row.text(1),
                state: BulkStatus.State(rawValue: row.text(2)) ?? .paused,
                created: Date(timeIntervalSince1970: Double(row.integer(3)) / 1000),
                isActive: owner?.isAlive ?? false
            )
            status.workers = status.isActive ? 1 : 0
            status.message = row.optionalText(4)
            status.details = (try? JSONValue(jsonText: row.text(6)))?.objectValue ?? [:]
            status.budget = row.optionalInteger(7).map { Dollars(picodollars: $0) }
            status.reserved = Dollars(picodollars: row.integer(8))
            status.spent = Dollars(picodollars: row.integer(9))
            status.uncertain = Dollars(picodollars: row.integer(10))
            status.unknownCosts = Int(row.integer(11))
            (status.inputTokens, status.outputTokens) = (Int(row.integer(12)), Int(row.integer(13)))
            status.repeated = Int(row.integer(14))
            status.workBegan = row.optionalInteger(15).map { Date(timeIntervalSince1970: Double($0) / 1000) }
            status.endedBefore = Int(row.integer(16))
            return status
        }
        guard var status = found else { return nil }
        try connection.each("SELECT state, count(*) FROM row WHERE run = ? GROUP BY state", [table.run]) { row in
            if let state = BulkRow.State(rawValue: Int(row.integer(0))) { status.rows[state] = Int(row.integer(1)) }
            return true
        }
        return status
    }

    // MARK: Loading

    /// Inserts rows into a run while the run is being loaded.
    public func insert(_ lines: [(line: Int, operation: BatchLine)], into name: String) async throws
        -> [(position: Int, line: Int)]
    {
        let encoded = lines.map { ($0.line, $0.operation.customID, $0.operation.url, $0.operation.body.jsonBytes) }
        return try await database.write { connection in
            let table = try BulkTable(name, in: connection)
            var number = try connection.first("SELECT rows FROM run WHERE id = ?", table.run) { $0.integer(0) } ?? 0
            var duplicates: [(position: Int, line: Int)] = []
            for (position, (line, customID, path, body)) in encoded.enumerated() {
                try connection.run(
                    """
                    INSERT INTO row (id, run, line, custom_id, path, body) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (run, custom_id) DO NOTHING
                    """,
                    table.origin + number + 1,
                    table.run,
                    line,
                    customID,
                    path,
                    body
                )
                if connection.changedRows > 0 {
                    number += 1
                } else {
                    let first = try connection.first(
                        "SELECT line FROM row WHERE run = ? AND custom_id = ?",
                        table.run,
                        customID
                    ) { Int($0.integer(0)) }
                    duplicates.append((position, first ?? 0))
                }
            }
            try connection.run("UPDATE run SET rows = ? WHERE id = ?", number, table.run)
            return duplicates
        }
    }

    /// Finishes loading and stores the final details.
    public func finishLoading(_ name: String, details: JSONObject) async throws {
        try await database.write { connection in
            let table = try BulkTable(name, in: connection)
            try connection.run(
                "UPDATE run SET state = ?, details = ?, owner = NULL WHERE id = ?",
                BulkStatus.State.ready.rawValue,
                JSONValue.object(details).jsonText,
                table.run
            )
        }
    }

    // MARK: Processing

    /// The runs that this process is working on. The database records only that the process is the owner of a run, not
    /// which task is working on the run.
    static let active = Mutex<Set<String>>([])

    func activity(_ name: String) -> String { "\(database.path)\n\(name)" }

    /// Makes this process the worker of a run and recovers the rows of a worker that died.
    public func begin(_ name: String, atMostOnce: Bool, isSole: Bool, budget: Dollars?) async throws -> BulkStatus {
        let activity = activity(name)
        guard Self.active.withLock({ $0.insert(activity).inserted }) else {
            throw BulkError(.inUse, "this process is already working on the run '\(name)'")
        }
        let began = time
        do {
            return try await database.write { connection in
                let table = try BulkTable(name, in: connection)
                try table.acquire(name)
                try table.recover(atMostOnce: atMostOnce)
                try connection.run(
                    """
                    UPDATE run SET state = ?, message = NULL, budget = ifnull(?, budget), began_at = ?,
                        began_with = (SELECT count(*) FROM row WHERE row.run = run.id AND row.state >= 3)
                    WHERE id = ?
                    """,
                    BulkStatus.State.ready.rawValue,
                    budget?.picodollars,
                    began,
                    table.run
                )
                guard let status = try Self.status(table) else {
                    throw BulkError(.unknownRun, "there is no run named '\(name)'")
                }
                return status
            }
        } catch {
            _ = Self.active.withLock { $0.remove(activity) }
            throw error
        }
    }

    /// Ends the work of this process on a run.
    public func end(_ name: String, state: BulkStatus.State, message: String?) async throws {
        let activity = activity(name)
        defer { _ = Self.active.withLock { $0.remove(activity) } }
        try await database.write { connection in
            let table = try BulkTable(name, in: connection)
            try connection.run(
                "UPDATE run SET state = iif(state = 'cancelled', state, ?), message = ?, owner = NULL WHERE id = ?",
                state.rawValue,
                message,
                table.run
            )
        }
    }

    /// Claims waiting rows in input order and reserves their maximum cost if the run has a budget.
    public func claim(
        upTo count: Int,
        of name: String,
        price: @escaping @Sendable (BulkRow) throws -> Dollars
    ) async throws -> BulkClaim {
        try await database.write { connection in
            let table = try BulkTable(name, in: connection)
            let state = try connection.first("SELECT state, key FROM run WHERE id = ?", table.run) {
                ($0.text(0), $0.text(1))
            }
            guard let (state, key) = state, state != BulkStatus.State.cancelled.rawValue else {
                throw BulkError(.cancelled, "the run '\(name)' was cancelled")
            }
            let waiting = try Self.waiting(table, key: key, limit: count)
            var amounts = try table.amounts()
            var claimed: [BulkRow] = []
            for var row in waiting {
                if amounts.budget != nil {
                    let maximum = try price(row)
                    guard amounts.allows(maximum.picodollars) else { break }
                    amounts.used += maximum.picodollars
                    row.reserved = maximum
                }
                try connection.run(
                    "UPDATE row SET state = ?, reserved = ? WHERE id = ?",
                    BulkRow.State.claimed.rawValue,
                    row.reserved?.picodollars,
                    row.id
                )
                claimed.append(row)
            }
            try table.reserve(claimed.reduce(0) { $0 + ($1.reserved?.picodollars ?? 0) })
            return BulkClaim(rows: claimed, isOverBudget: claimed.count < waiting.count)
        }
    }

    private static func waiting(_ table: BulkTable, key: String, limit: Int) throws -> [BulkRow] {
        try table.connection.rows(
            """
            SELECT id, custom_id, path, body, attempts, generation FROM row
            WHERE run = ? AND state = ? ORDER BY id LIMIT ?
            """,
            table.run,
            BulkRow.State.waiting.rawValue,
            limit
        ) { table.row($0, key: key) }
    }

    /// Records that rows are about to be sent.
    public func markSending(_ rows: [Int64]) async throws {
        guard let first = rows.first else { return }
        try await database.write { connection in
            let run = BulkTable(ofRow: first, in: connection).run
            let found = try connection.first("SELECT name, state FROM run WHERE id = ?", run) {
                ($0.text(0), $0.text(1))
            }
            if let (name, state) = found, state == BulkStatus.State.cancelled.rawValue {
                throw BulkError(.cancelled, "the run '\(name)' was cancelled")
            }
            for row in rows {
                try connection.run("UPDATE row SET state = ? WHERE id = ?", BulkRow.State.sending.rawValue, row)
            }
        }
    }

    /// Writes the outcome and the cost of an attempt.
    @discardableResult
    public func settle(_ settlement: BulkSettlement) async throws -> Bool {
        try await database.write { connection in
            try BulkTable(ofRow: settlement.row, in: connection).settle(settlement)
        }
    }

    /// Releases claimed rows that were not sent. The rows return to `waiting`, and their reservations are released.
    public func release(_ rows: [Int64]) async throws {
        try await settle(rows.map { BulkSettlement(row: $0, .waiting, isAttempt: false, cost: .zero) })
    }

    /// Writes the outcomes of several attempts in one transaction.
    public func settle(_ settlements: [BulkSettlement]) async throws {
        try await database.write { connection in
            for settlement in settlements {
                _ = try BulkTable(ofRow: settlement.row, in: connection).settle(settlement)
            }
        }
    }

    // MARK: Results

    /// Returns a page of results.
    public func results(of name: String, after cursor: Int64, limit: Int, ordered: Bool) async throws
        -> (results: [BulkResult], cursor: Int64)
    {
        try await database.read { connection in
            let table = try BulkTable(name, in: connection)
            let columns = "custom_id, state, status, request_id, response, error"
            let sql =
                ordered
                ? "SELECT id, \(columns) FROM row WHERE id > ? AND id < ? AND state >= 3 ORDER BY id LIMIT ?"
                : "SELECT ended, \(columns) FROM row WHERE ended > ? AND run = ? ORDER BY ended LIMIT ?"
            let first = ordered ? max(cursor, table.origin) : cursor
            let second = ordered ? table.origin + 1 << BulkTable.shift : table.run
            var (results, last): ([BulkResult], Int64) = ([], cursor)
            try connection.each(sql, [first, second, limit]) { row in
                last = row.integer(0)
                results.append(Self.result(row))
                return true
            }
            return (results, last)
        }
    }

    private static func result(_ row: SQLiteRow) -> BulkResult {
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
}
