internal import Waiter
internal import WaiterBulk
internal import WaiterModels

/// Access to a run in the database within a transaction.
///
/// Rows are always locked before their run. Deadlocks are therefore rare.
struct RunTable {
    let connection: PostgreSQLConnection
    /// The number of the run.
    let run: Int64

    /// The number of bits in a row's ID that contain its position in the run.
    static let shift: Int64 = 40

    /// The ID immediately before the first row's ID.
    var origin: Int64 { run << Self.shift }
    /// The ID immediately after the highest possible row ID.
    var end: Int64 { (run + 1) << Self.shift }

    init(run: Int64, _ connection: PostgreSQLConnection) {
        (self.connection, self.run) = (connection, run)
    }

    /// Finds the run with the given name.
    ///
    /// - Throws: `BulkError` with code `.unknownRun`.
    init(_ name: String, _ connection: PostgreSQLConnection) throws {
        guard let row = try connection.query("SELECT id FROM waiter_bulk.run WHERE name = $1", .text(name)).first else {
            throw Self.unknown(name)
        }
        self.init(run: row.integer(0), connection)
    }

    static func unknown(_ name: String) -> BulkError {
        BulkError(.unknownRun, "there is no run named '\(name)'")
    }

    /// Creates a row from the columns `id`, `custom_id`, `path`, `body`, `attempts`, `generation` and `reserved`.
    func row(_ row: PostgreSQLResult.Row, key: String) -> BulkRow {
        let (id, generation) = (row.integer(0), row.integer(5))
        return BulkRow(
            id: id,
            customID: row.text(1),
            path: row.text(2),
            body: row.bytes(3),
            attempts: Int(row.integer(4)),
            idempotencyKey: "waiter-\(key)-\(id - origin)" + (generation > 0 ? "-\(generation)" : ""),
            reserved: row.optionalInteger(6).map { Dollars(picodollars: $0) }
        )
    }

    // MARK: Amounts

    /// The amounts of a run, in units of 10^-12 dollars.
    struct Amounts {
        var budget: Int64?
        var used: Int64 = 0
        /// The number of the last result.
        var ended: Int64 = 0

        /// Returns whether the budget allows an additional amount.
        func allows(_ amount: Int64) -> Bool {
            guard let budget else { return true }
            let (sum, overflow) = used.addingReportingOverflow(amount)
            return !overflow && sum <= budget
        }
    }

    /// An SQL expression that makes the server end the transaction soon if the client machine is no longer reachable.
    /// All workers have to wait while a transaction holds the lock on the run.
    static let endsSoon = "set_config('idle_in_transaction_session_timeout', '10s', true)"

    /// Locks the run and returns its amounts.
    func lock() throws -> Amounts {
        let result = try connection.query(
            """
            SELECT budget, reserved, spent, uncertain, ended, \(Self.endsSoon) FROM waiter_bulk.run
            WHERE id = $1 FOR UPDATE
            """,
            .integer(run)
        )
        guard let row = result.first else { throw BulkError(.unknownRun, "the run was removed") }
        let used = [row.integer(1), row.integer(2), row.integer(3)].reduce(Int64(0)) { sum, part in
            let (total, overflow) = sum.addingReportingOverflow(part)
            return overflow ? .max : total
        }
        return Amounts(budget: row.optionalInteger(0), used: used, ended: row.integer(4))
    }

    /// Changes to the amounts and counters of a run.
    struct Change {
        var reserved: Int64 = 0
        var spent: Int64 = 0
        var uncertain: Int64 = 0
        var unknownCosts: Int64 = 0
        var input: Int64 = 0
        var output: Int64 = 0
        var repeated: Int64 = 0
        var done: Int64 = 0
        var failed: Int64 = 0
        var unknown: Int64 = 0
        var ended: Int64 = 0

        /// Counts rows that enter or leave a final state.
        mutating func count(_ state: BulkRow.State, by number: Int64) {
            switch state {
            case .done: done += number
            case .failed: failed += number
            case .unknown: unknown += number
            case .waiting, .claimed, .sending: break
            }
        }
    }

    func apply(_ change: Change) throws {
        try connection.query(
            """
            UPDATE waiter_bulk.run SET reserved = greatest(0, reserved + $2), spent = spent + $3,
                uncertain = greatest(0, uncertain + $4), unknown_costs = greatest(0, unknown_costs + $5),
                input = input + $6, output = output + $7, repeated = repeated + $8, done = done + $9,
                failed = failed + $10, unknown = unknown + $11, ended = ended + $12
            WHERE id = $1
            """,
            .integer(run),
            .integer(change.reserved),
            .integer(change.spent),
            .integer(change.uncertain),
            .integer(change.unknownCosts),
            .integer(change.input),
            .integer(change.output),
            .integer(change.repeated),
            .integer(change.done),
            .integer(change.failed),
            .integer(change.unknown),
            .integer(change.ended)
        )
    }
}
