internal import Synchronization
internal import Waiter
internal import WaiterConversation
internal import WaiterModels

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension Ledger {
    /// Sets a budget, replacing any budget with the same scope, period and kind (soft or hard).
    ///
    /// Amounts that are already spent or reserved in the current period count toward the new budget.
    ///
    /// - Returns: The status of the budget. For a per-tag budget, this is the status for the tag with the highest
    ///   usage.
    /// - Throws: `StoreError`.
    @discardableResult
    public func set(_ budget: Budget, now: Date? = nil) async throws -> BudgetStatus {
        try await database.perform { try set(budget, now: now) }
    }

    @discardableResult
    package func set(_ budget: Budget, now: Date? = nil) throws -> BudgetStatus {
        let now = now ?? database.now()
        return try database.write { connection in
            let table = BudgetTable(connection: connection)
            try AttemptTable(connection: connection).endAbandoned()
            let scope = budget.scopeText
            try table.remove(budget)
            try connection.run(
                """
                INSERT INTO budget (scope, name, period, amount, is_soft, allows_unknown, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                scope.kind,
                scope.name,
                budget.period.rawValue,
                budget.limit.picodollars,
                budget.isSoft,
                budget.allowsUnknownPrices,
                now.ledgerTime
            )
            let entry = BudgetTable.Entry(row: connection.lastInsertedRow, budget: budget)
            connection.forgetDerived()
            let periods = try table.periods(of: entry, at: now.ledgerTime)
            for (tag, period) in periods { try table.save(period, of: entry.row, tag: tag) }
            database.coverage.withLock { $0 = nil }
            let fullest = periods.max { $0.value.used < $1.value.used }
            return table.status(
                BudgetTable.Entry(row: entry.row, budget: budget, tag: fullest?.key ?? ""),
                fullest?.value ?? BudgetTable.Period(start: budget.period.start(of: now.ledgerTime))
            )
        }
    }

    /// Returns the status of all budgets.
    ///
    /// A per-tag budget is listed once for each tag that has used part of the budget in the current period. The tags
    /// are in descending order of usage. If no tag has used the budget, the budget is listed once without a tag.
    ///
    /// - Parameters:
    ///   - now: A time in the periods to return, or `nil` for the current periods.
    ///   - tagLimit: The maximum number of tags to list per budget.
    /// - Returns: The status of each budget.
    /// - Throws: `StoreError`.
    public func budgets(now: Date? = nil, tagLimit: Int = 100) async throws -> [BudgetStatus] {
        try await database.perform { try budgets(now: now, tagLimit: tagLimit) }
    }

    package func budgets(now: Date? = nil, tagLimit: Int = 100) throws -> [BudgetStatus] {
        let now = now ?? database.now()
        return try database.write { connection in
            try AttemptTable(connection: connection).endAbandoned()
            let table = BudgetTable(connection: connection)
            return try table.all().flatMap { entry in
                let tags = try table.tags(of: entry, at: now.ledgerTime, limit: tagLimit)
                return try (tags.isEmpty ? [""] : tags).map { tag in
                    let entry = BudgetTable.Entry(row: entry.row, budget: entry.budget, tag: tag)
                    return table.status(entry, try table.period(of: entry, at: now.ledgerTime))
                }
            }
        }
    }

    /// Returns the status of the budgets that apply to a call, without reserving anything.
    ///
    ///     let left = try await ledger.budgets(model: "gpt-5", tags: ["user:42"]).map(\.left).min()
    ///
    /// - Parameters:
    ///   - profile: The profile of the call.
    ///   - model: The requested model.
    ///   - tags: The tags of the call.
    /// - Returns: The status of each budget that applies.
    /// - Throws: `StoreError`.
    public func budgets(profile: String = "", model: String, tags: [String]) async throws -> [BudgetStatus] {
        try await database.perform {
            let time = database.now().ledgerTime
            return try database.read { connection in
                let table = BudgetTable(connection: connection)
                return try table.covering(profile: profile, model: model, tags: tags)
                    .map { table.status($0, try table.period(of: $0, at: time)) }
            }
        }
    }

    /// Removes the budget with the same scope, period and kind (soft or hard) as the given budget.
    ///
    /// - Returns: Whether there was such a budget.
    /// - Throws: `StoreError`.
    @discardableResult
    public func remove(_ budget: Budget) async throws -> Bool {
        try await database.perform { try remove(budget) }
    }

    @discardableResult
    package func remove(_ budget: Budget) throws -> Bool {
        try database.write { try BudgetTable(connection: $0).remove(budget) }
    }
}

extension BudgetTable {
    @discardableResult
    func remove(_ budget: Budget) throws -> Bool {
        let scope = budget.scopeText
        try connection.run(
            "DELETE FROM budget WHERE scope = ? AND name = ? AND period = ? AND is_soft = ?",
            scope.kind,
            scope.name,
            budget.period.rawValue,
            budget.isSoft
        )
        defer { connection.forgetDerived() }
        return connection.changedRows > 0
    }

    /// Returns the tags that have used some of a per-tag budget in the current period, in descending order of usage.
    func tags(of entry: Entry, at time: Int64, limit: Int) throws -> [String] {
        guard case .eachTag = entry.budget.scope else { return [] }
        return try connection.rows(
            "SELECT tag FROM spent WHERE budget = ? AND start >= ? ORDER BY spent + reserved DESC, tag LIMIT ?",
            entry.row,
            entry.budget.period.start(of: time),
            limit
        ) { $0.text(0) }
    }

    /// Computes the current period of a new budget from the recorded attempts, separately for each tag. Amounts are
    /// reserved for attempts in progress.
    ///
    /// All attempts since the start of the period are included, even if their start times are in the future because a
    /// clock was ahead.
    func periods(of entry: Entry, at time: Int64) throws -> [String: Period] {
        let start = entry.budget.period.start(of: time)
        var periods: [String: Period] = [:]
        if case .eachTag = entry.budget.scope {} else { periods[""] = Period(start: start) }
        var holds: [(attempt: Int64, hold: Hold)] = []
        let columns = "id, profile, model, tags, status, counted, reserved, cost_kind"
        // For a total budget, this query scans all attempts. An index would not make the scan faster.
        let sql = """
            SELECT \(columns) FROM attempt WHERE \(AttemptTable.since)
            UNION ALL
            SELECT \(columns) FROM attempt INDEXED BY attempt_open WHERE status = 'open' AND started_at < ?1
            """
        try connection.each(sql, [start]) { row in
            let tags = entry.budget.tagsCounted(
                profile: row.text(1),
                model: row.text(2),
                tags: TagList.read(row.optionalText(3))
            )
            let reserved = row.optionalInteger(6) ?? 0
            for tag in tags {
                var period = periods[tag] ?? Period(start: start)
                if row.text(4) == "open" {
                    period.reserved = SaturatingSum.of(period.reserved, reserved)
                } else {
                    period.spent = SaturatingSum.of(period.spent, row.integer(5))
                    if row.isNull(6), ["unknown", "estimated"].contains(row.text(7)), row.integer(5) == 0 {
                        period.unknown += 1
                    }
                }
                periods[tag] = period
                if ["open", "unknown"].contains(row.text(4)) {
                    holds.append(
                        (row.integer(0), Hold(budget: entry.row, tag: tag, start: start, amount: reserved))
                    )
                }
            }
            return true
        }
        for (attempt, hold) in holds { try save(hold, of: attempt) }
        return periods
    }
}
