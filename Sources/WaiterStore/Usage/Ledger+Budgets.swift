internal import Waiter
internal import WaiterConversation
internal import WaiterModels

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension Ledger {
    /// Sets a budget; one for the same calls, period and hardness is replaced.
    ///
    /// What was spent in the period that runs counts, and so does what is under way.
    ///
    /// - Returns: How it stands now.
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
            let period = try table.reckoned(entry, at: now.ledgerTime)
            try table.save(period, of: entry.row)
            return table.status(entry, period)
        }
    }

    /// All budgets, and how they stand.
    ///
    /// - Throws: `StoreError`.
    public func budgets(now: Date? = nil) async throws -> [BudgetStatus] {
        try await database.perform { try budgets(now: now) }
    }

    package func budgets(now: Date? = nil) throws -> [BudgetStatus] {
        let now = now ?? database.now()
        return try database.write { connection in
            try AttemptTable(connection: connection).endAbandoned()
            let table = BudgetTable(connection: connection)
            return try table.all().map { table.status($0, try table.period(of: $0, at: now.ledgerTime)) }
        }
    }

    /// Takes a budget away: the one for the same calls, period and hardness.
    ///
    /// - Returns: Whether there was one.
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
        return connection.changedRows > 0
    }

    /// What a new budget's period has come to, from the attempts themselves; those under way get their holds.
    ///
    /// All that was begun since the period's start counts, also what a clock that was ahead has put later.
    func reckoned(_ entry: Entry, at time: Int64) throws -> Period {
        var period = Period(start: entry.budget.period.start(of: time))
        var holds: [(Int64, Int64)] = []
        var abandoned: [(Int64, Int64)] = []
        let columns = "id, profile, model, tags, status, counted, reserved, cost_kind"
        // Every attempt of a budget in total, by rows; a column more would not make it quicker.
        try connection.each(
            "SELECT \(columns) FROM attempt WHERE started_at >= ? OR status = 'open'",
            [period.start]
        ) { row in
            guard entry.budget.covers(profile: row.text(1), model: row.text(2), tags: TagList.read(row.optionalText(3)))
            else { return true }
            if row.text(4) == "open" {
                holds.append((row.integer(0), row.optionalInteger(6) ?? 0))
            } else {
                period.spent = SaturatingSum.of(period.spent, row.integer(5))
                if row.text(4) == "unknown" { abandoned.append((row.integer(0), row.optionalInteger(6) ?? 0)) }
                if row.isNull(6), ["unknown", "estimated"].contains(row.text(7)), row.integer(5) == 0 {
                    period.unknown += 1
                }
            }
            return true
        }
        for (_, amount) in holds { period.reserved = SaturatingSum.of(period.reserved, amount) }
        for (attempt, amount) in holds + abandoned {
            try connection.run(
                "INSERT INTO hold (attempt, budget, start, amount) VALUES (?, ?, ?, ?)",
                attempt,
                entry.row,
                period.start,
                amount
            )
        }
        return period
    }
}
