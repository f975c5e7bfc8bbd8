internal import WaiterModels

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The budgets and what their periods have come to.
struct BudgetTable {
    let connection: SQLiteConnection

    /// A budget with its row.
    struct Entry {
        let row: Int64
        let budget: Budget
    }

    /// What a period of a budget has come to.
    struct Period {
        var start: Int64
        var spent: Int64 = 0
        var reserved: Int64 = 0
        var unknown: Int64 = 0
        var noticed: Int64 = 0
    }

    func all() throws -> [Entry] {
        try connection.rows("SELECT \(Budget.columns) FROM budget ORDER BY id") { row in
            Budget(row).map { Entry(row: row.integer(0), budget: $0) }
        }.compactMap { $0 }
    }

    /// The period that runs. Time never goes back to one before: a clock that is set back opens nothing.
    func period(of entry: Entry, at time: Int64) throws -> Period {
        let start = entry.budget.period.start(of: time)
        let latest = try connection.first(
            """
            SELECT start, spent, reserved, unknown, noticed FROM spent WHERE budget = ? ORDER BY start DESC LIMIT 1
            """,
            entry.row
        ) { row in
            Period(
                start: row.integer(0),
                spent: row.integer(1),
                reserved: row.integer(2),
                unknown: row.integer(3),
                noticed: row.integer(4)
            )
        }
        if let latest, latest.start >= start { return latest }
        return Period(start: start)
    }

    /// A certain period, which an attempt has reserved something of.
    func period(of budget: Int64, start: Int64) throws -> Period {
        try connection.first(
            "SELECT spent, reserved, unknown, noticed FROM spent WHERE budget = ? AND start = ?",
            budget,
            start
        ) { row in
            Period(
                start: start,
                spent: row.integer(0),
                reserved: row.integer(1),
                unknown: row.integer(2),
                noticed: row.integer(3)
            )
        } ?? Period(start: start)
    }

    func save(_ period: Period, of budget: Int64) throws {
        try connection.run(
            """
            INSERT INTO spent (budget, start, spent, reserved, unknown, noticed) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET spent = excluded.spent, reserved = excluded.reserved,
                unknown = excluded.unknown, noticed = excluded.noticed
            """,
            budget,
            period.start,
            period.spent,
            period.reserved,
            period.unknown,
            period.noticed
        )
    }

    func status(_ entry: Entry, _ period: Period) -> BudgetStatus {
        BudgetStatus(
            budget: entry.budget,
            spent: Dollars(picodollars: period.spent),
            reserved: Dollars(picodollars: period.reserved),
            unknownCalls: Int(clamping: period.unknown),
            start: Date(ledgerTime: period.start),
            end: entry.budget.period.end(from: period.start).map { Date(ledgerTime: $0) }
        )
    }

    // MARK: Holding and settling

    /// Reserves what an attempt can cost with each budget, or says which one refuses it.
    ///
    /// - Parameters:
    ///   - amount: The most that it can cost; nil when nobody knows.
    /// - Returns: What to write once the attempt has a row.
    /// - Throws: `BudgetRefusal` of the strictest budget.
    func admit(_ entries: [Entry], amount: Dollars?, doubt: Cost.UnknownReason?, at time: Int64) throws -> [(
        Int64, Period
    )] {
        var refusals: [BudgetRefusal] = []
        var holds: [(Int64, Period)] = []
        for entry in entries {
            var period = try period(of: entry, at: time)
            let status = status(entry, period)
            let ahead = entry.budget.period.end(from: entry.budget.period.start(of: time)).map { period.start > $0 }
            let isRefused = amount.map { $0 > status.left } ?? !entry.budget.allowsUnknownPrices
            if !entry.budget.isSoft, isRefused {
                refusals.append(
                    BudgetRefusal(
                        status: status,
                        limit: entry.budget.limit,
                        asked: amount,
                        doubt: doubt,
                        isClockBehind: ahead ?? false
                    )
                )
            }
            period.reserved = SaturatingSum.of(period.reserved, amount?.picodollars ?? 0)
            holds.append((entry.row, period))
        }
        let strictest = refusals.min { ($0.status?.left ?? .zero) < ($1.status?.left ?? .zero) }
        if let strictest { throw strictest }
        return holds
    }

    func hold(_ holds: [(Int64, Period)], amount: Dollars?, for attempt: Int64) throws {
        for (budget, period) in holds {
            try save(period, of: budget)
            try connection.run(
                "INSERT INTO hold (attempt, budget, start, amount) VALUES (?, ?, ?, ?)",
                attempt,
                budget,
                period.start,
                amount?.picodollars ?? 0
            )
        }
    }

    /// Gives back what an attempt had reserved, and counts what it came to.
    ///
    /// - Parameters:
    ///   - counted: What it came to; nil when it came to nothing because it was never sent.
    ///   - isUnknown: Whether not even the most that it can have cost is known.
    func settle(_ attempt: Int64, counted: Int64, isUnknown: Bool) throws -> [BudgetNotice] {
        let holds = try connection.rows("SELECT budget, start, amount FROM hold WHERE attempt = ?", attempt) {
            ($0.integer(0), $0.integer(1), $0.integer(2))
        }
        guard !holds.isEmpty else { return [] }
        var notices: [BudgetNotice] = []
        let entries = try all()
        for (budget, start, amount) in holds {
            var period = try period(of: budget, start: start)
            period.reserved = max(0, period.reserved - amount)
            period.spent = SaturatingSum.of(period.spent, counted)
            if isUnknown { period.unknown += 1 }
            if let entry = entries.first(where: { $0.row == budget }), entry.budget.isSoft {
                let status = status(entry, period)
                if let threshold = [100, 80, 50].first(where: { $0 <= status.percent }), threshold > period.noticed {
                    period.noticed = Int64(threshold)
                    notices.append(BudgetNotice(status: status, threshold: threshold))
                }
            }
            try save(period, of: budget)
        }
        try connection.run("DELETE FROM hold WHERE attempt = ?", attempt)
        return notices
    }

    /// Counts what an attempt of a process that is gone came to; what it had held stays noted, for the case that its end is
    /// told after all.
    func giveUp(_ attempt: Int64, counted: Int64, isUnknown: Bool) throws {
        try eachHold(of: attempt) { amount, period in
            period.reserved = max(0, period.reserved - amount)
            period.spent = SaturatingSum.of(period.spent, counted)
            if isUnknown { period.unknown += 1 }
        }
    }

    /// Takes back what `giveUp` has counted, and holds it again.
    func takeBack(_ attempt: Int64, counted: Int64, isUnknown: Bool) throws {
        try eachHold(of: attempt) { amount, period in
            period.reserved = SaturatingSum.of(period.reserved, amount)
            period.spent = max(0, period.spent - counted)
            if isUnknown { period.unknown = max(0, period.unknown - 1) }
        }
    }

    private func eachHold(of attempt: Int64, _ change: (Int64, inout Period) -> Void) throws {
        let holds = try connection.rows("SELECT budget, start, amount FROM hold WHERE attempt = ?", attempt) {
            ($0.integer(0), $0.integer(1), $0.integer(2))
        }
        for (budget, start, amount) in holds {
            var period = try period(of: budget, start: start)
            change(amount, &period)
            try save(period, of: budget)
        }
    }
}
