internal import Waiter
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore

/// Access to a run in the database within a transaction.
struct BulkTable {
    let connection: SQLiteConnection
    /// The number of the run.
    let run: Int64

    /// Finds a run.
    ///
    /// - Throws: `BulkError` with code `.unknownRun`.
    init(_ name: String, in connection: SQLiteConnection) throws {
        let found = try connection.first("SELECT id FROM run WHERE name = ?", name) { $0.integer(0) }
        guard let found else { throw BulkError(.unknownRun, "there is no run named '\(name)'") }
        (self.connection, run) = (connection, found)
    }

    /// Finds the run of a row.
    init(ofRow row: Int64, in connection: SQLiteConnection) {
        (self.connection, run) = (connection, row >> Self.shift)
    }

    /// The number of bits of a row ID that store the row's position in its run.
    static let shift: Int64 = 40

    /// The ID immediately before the first row's ID.
    var origin: Int64 { run << Self.shift }

    /// Reads a row with the columns `id`, `custom_id`, `path`, `body`, `attempts` and `generation`.
    func row(_ row: SQLiteRow, key: String) -> BulkRow {
        let (id, generation) = (row.integer(0), row.integer(5))
        return BulkRow(
            id: id,
            customID: row.text(1),
            path: row.text(2),
            body: row.bytes(3),
            attempts: Int(row.integer(4)),
            idempotencyKey: "waiter-\(key)-\(id - origin)" + (generation > 0 ? "-\(generation)" : "")
        )
    }

    /// A run's amounts, in 10^-12 dollars.
    struct Amounts {
        var budget: Int64?
        var used: Int64

        /// Returns whether the budget allows an additional amount.
        func allows(_ amount: Int64) -> Bool {
            guard let budget else { return true }
            let (sum, overflow) = used.addingReportingOverflow(amount)
            return !overflow && sum <= budget
        }
    }

    func amounts() throws -> Amounts {
        try connection.first("SELECT budget, reserved, spent, uncertain FROM run WHERE id = ?", run) { row in
            Amounts(
                budget: row.optionalInteger(0),
                used: [row.integer(1), row.integer(2), row.integer(3)].reduce(0) { sum, part in
                    let (total, overflow) = sum.addingReportingOverflow(part)
                    return overflow ? .max : total
                }
            )
        } ?? Amounts(budget: nil, used: 0)
    }

    /// Changes the reserved amount.
    func reserve(_ amount: Int64) throws {
        guard amount != 0 else { return }
        try connection.run("UPDATE run SET reserved = max(0, reserved + ?) WHERE id = ?", amount, run)
    }

    // MARK: Recovery

    /// Makes this process the worker of the run.
    ///
    /// - Throws: `BulkError` with code `.cancelled` or `.inUse`.
    func acquire(_ name: String) throws {
        let found = try connection.first("SELECT state, owner FROM run WHERE id = ?", run) {
            ($0.text(0), $0.optionalText(1))
        }
        guard let (state, owner) = found else { return }
        if state == BulkStatus.State.cancelled.rawValue {
            throw BulkError(.cancelled, "the run '\(name)' was cancelled")
        }
        if state == BulkStatus.State.loading.rawValue {
            throw BulkError(.invalidInput, "the input of the run '\(name)' was only partly read; load it again")
        }
        if let owner = owner.flatMap(ProcessIdentity.init), owner != .current, owner.isAlive {
            throw BulkError(.inUse, "process \(owner.id) is working on the run '\(name)'")
        }
        try connection.run("UPDATE run SET owner = ? WHERE id = ?", ProcessIdentity.current.text, run)
    }

    /// Recovers the rows of a worker that died.
    func recover(atMostOnce: Bool) throws {
        try connection.run(
            "UPDATE row SET state = ?, reserved = NULL WHERE run = ? AND state = ? AND part IS NULL",
            BulkRow.State.waiting.rawValue,
            run,
            BulkRow.State.claimed.rawValue
        )
        let sent = try connection.rows(
            "SELECT id, reserved FROM row WHERE run = ? AND state = ? AND part IS NULL",
            run,
            BulkRow.State.sending.rawValue
        ) { ($0.integer(0), $0.optionalInteger(1)) }
        for (row, reserved) in sent { try interrupt(row, reserved: reserved, atMostOnce: atMostOnce) }
        try connection.run(
            """
            UPDATE run SET reserved = (SELECT ifnull(sum(reserved), 0) FROM row WHERE run = ?1 AND part IS NOT NULL)
            WHERE id = ?1
            """,
            run
        )
    }

    /// Records that a row was sent but that its outcome is unknown.
    func interrupt(_ row: Int64, reserved: Int64?, atMostOnce: Bool) throws {
        try connection.run(
            """
            UPDATE run SET uncertain = uncertain + ?, unknown_costs = unknown_costs + ?, repeated = repeated + ?
            WHERE id = ?
            """,
            reserved ?? 0,
            reserved == nil,
            !atMostOnce,
            run
        )
        if atMostOnce {
            try connection.run(
                "UPDATE row SET state = ?, attempts = attempts + 1, reserved = NULL, error = ?, ended = ? WHERE id = ?",
                BulkRow.State.unknown.rawValue,
                BulkResult.unknownOutcome,
                try nextEnd(),
                row
            )
        } else {
            try connection.run(
                "UPDATE row SET state = ?, attempts = attempts + 1, reserved = NULL WHERE id = ?",
                BulkRow.State.waiting.rawValue,
                row
            )
        }
    }

    /// Returns the number of the next result.
    func nextEnd() throws -> Int64 {
        try connection.run("UPDATE run SET ended = ended + 1 WHERE id = ?", run)
        return try connection.first("SELECT ended FROM run WHERE id = ?", run) { $0.integer(0) } ?? 0
    }

    // MARK: Settling

    /// Writes the outcome of an attempt and returns whether the worker still owns the row.
    func settle(_ settlement: BulkSettlement) throws -> Bool {
        let held = try connection.first(
            "SELECT reserved, state FROM row WHERE id = ?",
            settlement.row
        ) { ($0.optionalInteger(0), Int($0.integer(1))) }
        // A settlement can arrive a second time, or after another process has resumed the run. In both cases, the
        // settlement must not be counted again.
        let open = [BulkRow.State.claimed, .sending].map(\.rawValue)
        guard let (reserved, state) = held, open.contains(state) else { return false }
        try count(settlement, reserved: reserved)
        var keepsRow = false
        switch settlement.effect {
        case .result(let result):
            try store(result, settlement)
        case .retry where try amounts().allows(reserved ?? 0):
            try reserve(reserved ?? 0)
            try connection.run(
                "UPDATE row SET state = ?, attempts = attempts + ? WHERE id = ?",
                BulkRow.State.claimed.rawValue,
                settlement.isAttempt,
                settlement.row
            )
            keepsRow = true
        case .retry, .waiting:
            try connection.run(
                "UPDATE row SET state = ?, attempts = attempts + ?, reserved = NULL, part = NULL WHERE id = ?",
                BulkRow.State.waiting.rawValue,
                settlement.isAttempt,
                settlement.row
            )
        }
        return keepsRow
    }

    /// Releases the reservation and counts the cost.
    private func count(_ settlement: BulkSettlement, reserved: Int64?) throws {
        let isKnown = settlement.cost != nil
        try connection.run(
            """
            UPDATE run SET reserved = max(0, reserved - ?), spent = spent + ?, uncertain = uncertain + ?,
                unknown_costs = unknown_costs + ?, input = input + ?, output = output + ?
            WHERE id = ?
            """,
            reserved ?? 0,
            settlement.cost?.picodollars ?? 0,
            isKnown ? 0 : reserved ?? 0,
            !isKnown && reserved == nil,
            settlement.inputTokens,
            settlement.outputTokens,
            run
        )
    }

    private func store(_ result: BulkResult, _ settlement: BulkSettlement) throws {
        try connection.run(
            """
            UPDATE row SET state = ?, attempts = attempts + ?, reserved = NULL, part = NULL, ended = ?, status = ?,
                request_id = ?,
                response = ?, error = ?
            WHERE id = ?
            """,
            result.state.rawValue,
            settlement.isAttempt,
            try nextEnd(),
            result.response?.statusCode,
            result.response?.requestID,
            result.response?.body.jsonText,
            result.error?.jsonText,
            settlement.row
        )
    }
}
