internal import Waiter
internal import WaiterModels
internal import WaiterPlatform

/// The table of attempts and their totals.
struct AttemptTable {
    let connection: SQLiteConnection

    /// Inserts an attempt that is about to be sent, and returns its rowid.
    ///
    /// The statement fires a trigger. Without `OR FAIL`, SQLite would copy each page before the statement modifies it,
    /// in order to be able to undo only this statement.
    func begin(
        _ attempt: MeteredAttempt,
        profile: String,
        tags: [String],
        reserved: Dollars?,
        at time: Int64
    ) throws -> Int64 {
        try connection.run(
            """
            INSERT OR FAIL INTO attempt (started_at, operation, profile, server, model, conversation, tags,
                idempotency_key, call, number, status, reserved, process)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)
            """,
            time,
            attempt.operation,
            profile,
            attempt.server,
            attempt.model,
            attempt.options.conversation,
            TagList.text(tags),
            attempt.idempotencyKey,
            attempt.callID == attempt.idempotencyKey ? nil : attempt.callID,
            attempt.attempt,
            reserved?.picodollars,
            ProcessIdentity.current.text
        )
        return connection.lastInsertedRow
    }

    /// Deletes an attempt that never reached a server.
    func remove(_ row: Int64) throws {
        try connection.run("DELETE FROM attempt WHERE id = ?", row)
    }

    /// Records the end of an attempt and adds it to the totals.
    func end(_ row: Int64, _ outcome: AttemptOutcome, _ bill: AttemptBill, counted: Int64) throws {
        try update(row, outcome, bill, counted: counted)
        if connection.changedRows == 0 {
            try reopen(row)
            try update(row, outcome, bill, counted: counted)
        }
        try addToTotals(row)
    }

    private func update(_ row: Int64, _ outcome: AttemptOutcome, _ bill: AttemptBill, counted: Int64) throws {
        let input = bill.usage?.promptTokensDetails
        try connection.run(
            """
            UPDATE attempt SET status = ?, http_status = ?, request_id = ?, error = ?, finish_reason = ?, tier = ?,
                served_model = ?, tokens = ?, input = ?, cached = ?, cache_written = ?, output = ?, reasoning = ?,
                cost = ?, list_cost = ?, cost_kind = ?, doubt = ?, counted = ?, first_byte = ?, first_token = ?, duration = ?,
                process = NULL
            WHERE id = ? AND status = 'open'
            """,
            outcome.status.rawValue,
            outcome.httpStatus,
            outcome.requestID,
            outcome.error.map { "\($0.code)" },
            outcome.metadata.stopReason,
            outcome.metadata.serviceTier?.rawValue,
            outcome.metadata.model ?? "",
            bill.tokens.rawValue,
            bill.usage?.promptTokens,
            input?.cachedTokens,
            input?.cacheWriteTokens,
            bill.usage?.completionTokens,
            bill.usage?.completionTokensDetails?.reasoningTokens,
            bill.amount?.picodollars,
            bill.reportedCost == nil ? nil : bill.cost.total?.picodollars,
            bill.costKind.rawValue,
            bill.remark,
            counted,
            outcome.firstByte?.microseconds,
            outcome.firstToken?.microseconds,
            outcome.total.microseconds,
            row
        )
    }

    /// Adds an attempt to the daily totals. Reports are computed from these totals.
    ///
    /// - Parameters:
    ///   - row: The row of the attempt.
    ///   - sign: The operator. Pass `-` to subtract an attempt that has already been added.
    /// - Throws: `SQLiteError`.
    private func addToTotals(_ row: Int64, sign: String = "+") throws {
        try connection.run(sign == "+" ? Self.addition : Self.statement(sign: sign), row)
    }

    private static let addition = statement(sign: "+")

    private static func statement(sign: String) -> String {
        let columns = sumColumns.split(separator: ", ").map { "\($0) = \($0) \(sign) excluded.\($0)" }
        return """
            INSERT INTO usage_total (day, profile, model, served_model, \(sumColumns))
            SELECT (started_at - ((started_at % 86400000) + 86400000) % 86400000) / 86400000, profile, model,
                served_model, \(sums(of: "attempt", isSum: false))
            FROM attempt WHERE id = ?
            ON CONFLICT DO UPDATE SET \(columns.joined(separator: ", "))
            """
    }

    static let sumColumns =
        "calls, failed, input, cached, output, reasoning, cost, estimated_cost, estimated, unknown"

    /// Returns the SQL expressions that compute `sumColumns` for rows of `attempt`.
    static func sums(of table: String, isSum: Bool) -> String {
        let terms = [
            "1", "status = 'failed'", "ifnull(\(table).input, 0)", "ifnull(\(table).cached, 0)",
            "ifnull(\(table).output, 0)", "ifnull(\(table).reasoning, 0)",
            "iif(cost_kind IN ('known', 'reported'), cost, 0)", "iif(cost_kind = 'estimated', cost, 0)",
            "cost_kind = 'estimated'", "cost_kind = 'unknown'",
        ]
        return terms.map { isSum ? "sum(\($0))" : "(\($0))" }.joined(separator: ", ")
    }

    /// The SQL expression for the lowest rowid of the attempts that may have started at or after a given time. The
    /// parameter `?1` contains the time in milliseconds since 1970.
    static let firstSince =
        "(SELECT ifnull(min(first), \(Int64.max)) FROM attempt_hour WHERE hour >= ?1 / 3600000)"

    /// The SQL condition for the attempts that started at or after a given time. The time is the first parameter.
    static let since = "id >= \(firstSince) AND started_at >= ?1"

    // MARK: Abandoned attempts

    /// Ends the attempts of processes that have exited.
    ///
    /// The costs of these attempts are unknown, so their reserved amounts count toward budgets.
    func endAbandoned() throws {
        let open = try connection.rows(
            "SELECT id, process, reserved FROM attempt INDEXED BY attempt_open WHERE status = 'open'"
        ) { ($0.integer(0), $0.text(1), $0.optionalInteger(2)) }
        guard !open.isEmpty else { return }
        var alive: [String: Bool] = [:]
        let budgets = BudgetTable(connection: connection)
        for (row, process, reserved) in open {
            let isAlive = alive[process] ?? ProcessIdentity(process)?.isAlive ?? false
            alive[process] = isAlive
            if isAlive { continue }
            try connection.run(
                """
                UPDATE attempt SET status = 'unknown', counted = ?, process = NULL,
                    doubt = 'the process ended before the call did'
                WHERE id = ?
                """,
                reserved ?? 0,
                row
            )
            try addToTotals(row)
            try budgets.giveUp(row, counted: reserved ?? 0, isUnknown: reserved == nil)
        }
    }

    /// Reopens an attempt that was wrongly presumed abandoned and whose process is still running. The end of the
    /// attempt is then counted exactly once.
    ///
    /// This happens if the process is running in another container that shares the ledger, because processes in other
    /// containers are not visible from this one.
    func reopen(_ row: Int64) throws {
        let abandoned = try connection.first(
            "SELECT reserved, counted FROM attempt WHERE id = ? AND status = 'unknown'",
            row
        ) { ($0.optionalInteger(0), $0.integer(1)) }
        guard let (reserved, counted) = abandoned else { return }
        try addToTotals(row, sign: "-")
        try connection.run("DELETE FROM usage_total WHERE calls <= 0")
        try connection.run("UPDATE attempt SET status = 'open', counted = 0, doubt = NULL WHERE id = ?", row)
        try BudgetTable(connection: connection).takeBack(row, counted: counted, isUnknown: reserved == nil)
    }
}
