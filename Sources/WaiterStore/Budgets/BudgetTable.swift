internal import WaiterModels

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The table of budgets and their periods.
struct BudgetTable {
    let connection: SQLiteConnection

    /// A budget and its rowid. For a per-tag budget, an entry also contains one of the tags that the budget counts
    /// separately.
    struct Entry {
        let row: Int64
        let budget: Budget
        var tag = ""
    }

    /// The amounts counted in one period of a budget.
    struct Period {
        var start: Int64
        var spent: Int64 = 0
        var reserved: Int64 = 0
        var unknown: Int64 = 0
        var noticed: Int64 = 0

        /// The sum of the spent and reserved amounts.
        var used: Int64 { SaturatingSum.of(spent, reserved) }
    }

    func all() throws -> [Entry] {
        try connection.rows("SELECT \(Budget.columns) FROM budget ORDER BY id", read: Self.entry).compactMap(\.self)
    }

    /// Returns the budgets that apply to a call.
    ///
    /// The budgets are looked up by scope, so the number of other budgets does not affect performance.
    func covering(profile: String, model: String, tags: [String]) throws -> [Entry] {
        try connection.derived(["budgets", profile, model] + tags) {
            try read(profile: profile, model: model, tags: tags)
        }
    }

    private func read(profile: String, model: String, tags: [String]) throws -> [Entry] {
        let general = try connection.rows(Self.general, profile, read: Self.entry).compactMap(\.self)
        if general.isEmpty, tags.isEmpty { return [] }
        var entries = general.filter { $0.budget.covers(profile: profile, model: model, tags: []) }
        for tag in Set(tags) { entries += try covering(tag) }
        return entries.sorted { ($0.row, $0.tag) < ($1.row, $1.tag) }
    }

    private static let general = """
        SELECT \(Budget.columns) FROM budget WHERE scope = 'all'
        UNION ALL SELECT \(Budget.columns) FROM budget WHERE scope = 'profile' AND name = ?
        UNION ALL SELECT \(Budget.columns) FROM budget WHERE scope = 'model'
        """

    /// Returns the budgets that apply to a tag. These are the budgets for the tag itself and the per-tag budgets whose
    /// prefix matches the tag.
    ///
    /// Each prefix of the tag is looked up, so that only matching per-tag budgets are read.
    private func covering(_ tag: String) throws -> [Entry] {
        let own = try connection.rows(Self.ofTag, tag, read: Self.entry)
        let patterns = try connection.rows(Self.ofPatterns, tag, read: Self.entry)
        return own.compactMap(\.self)
            + patterns.compactMap(\.self).map { Entry(row: $0.row, budget: $0.budget, tag: tag) }
    }

    private static let ofTag = "SELECT \(Budget.columns) FROM budget WHERE scope = 'tag' AND name = ?"

    private static let ofPatterns = """
        WITH RECURSIVE beginning (length) AS (
            SELECT 0 UNION ALL SELECT length + 1 FROM beginning WHERE length < length(?1)
        )
        SELECT \(Budget.columns) FROM beginning
        CROSS JOIN budget ON scope = 'each tag' AND name = substr(?1, 1, beginning.length)
        """

    private static func entry(_ row: SQLiteRow) -> Entry? {
        Budget(row).map { Entry(row: row.integer(0), budget: $0) }
    }

    /// Returns the current period.
    ///
    /// Periods never move backward. Setting the clock back does not start an earlier period.
    func period(of entry: Entry, at time: Int64) throws -> Period {
        let start = entry.budget.period.start(of: time)
        let latest = try connection.first(
            """
            SELECT start, spent, reserved, unknown, noticed FROM spent WHERE budget = ? AND tag = ?
            ORDER BY start DESC LIMIT 1
            """,
            entry.row,
            entry.tag
        ) { Self.period($0, from: 1, start: $0.integer(0)) }
        if let latest, latest.start >= start { return latest }
        return Period(start: start)
    }

    /// Returns the period in which an attempt has reserved an amount.
    private func period(of hold: Hold) throws -> Period {
        let start = hold.start
        return try connection.first(
            "SELECT spent, reserved, unknown, noticed FROM spent WHERE budget = ? AND tag = ? AND start = ?",
            hold.budget,
            hold.tag,
            start
        ) { Self.period($0, from: 0, start: start) } ?? Period(start: start)
    }

    /// Decodes the amounts of a period. Columns that are NULL are decoded as zero.
    private static func period(_ row: SQLiteRow, from column: Int32, start: Int64) -> Period {
        Period(
            start: start,
            spent: row.integer(column),
            reserved: row.integer(column + 1),
            unknown: row.integer(column + 2),
            noticed: row.integer(column + 3)
        )
    }

    func save(_ period: Period, of budget: Int64, tag: String) throws {
        try connection.run(
            """
            INSERT INTO spent (budget, tag, start, spent, reserved, unknown, noticed) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET spent = excluded.spent, reserved = excluded.reserved,
                unknown = excluded.unknown, noticed = excluded.noticed
            """,
            budget,
            tag,
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
            tag: entry.tag.isEmpty ? nil : entry.tag,
            spent: Dollars(picodollars: period.spent),
            reserved: Dollars(picodollars: period.reserved),
            unknownCalls: Int(clamping: period.unknown),
            start: Date(ledgerTime: period.start),
            end: entry.budget.period.end(from: period.start).map { Date(ledgerTime: $0) }
        )
    }

    // MARK: Reservations

    /// Reserves the maximum cost of an attempt in each budget.
    ///
    /// - Parameters:
    ///   - entries: The budgets that apply to the attempt.
    ///   - amount: The maximum cost, or `nil` if it is unknown.
    ///   - doubt: The reason that the maximum cost is unknown.
    ///   - time: The current time in milliseconds since 1970.
    /// - Returns: The periods to save after a row has been inserted for the attempt.
    /// - Throws: `BudgetRefusal` if a hard budget does not allow the attempt, or `SQLiteError`. If there are several
    ///   such budgets, the error contains the budget with the smallest remaining amount.
    func admit(
        _ entries: [Entry],
        amount: Dollars?,
        doubt: Cost.UnknownReason?,
        at time: Int64
    ) throws -> [(entry: Entry, period: Period)] {
        var refusals: [BudgetRefusal] = []
        var holds: [(entry: Entry, period: Period)] = []
        for entry in entries {
            var period = try period(of: entry, at: time)
            let status = status(entry, period)
            let isRefused = amount.map { $0 > status.left } ?? !entry.budget.allowsUnknownPrices
            if !entry.budget.isSoft, isRefused {
                let end = entry.budget.period.end(from: entry.budget.period.start(of: time))
                refusals.append(
                    BudgetRefusal(
                        status: status,
                        limit: entry.budget.limit,
                        asked: amount,
                        doubt: doubt,
                        isClockBehind: end.map { period.start > $0 } ?? false
                    )
                )
            }
            period.reserved = SaturatingSum.of(period.reserved, amount?.picodollars ?? 0)
            holds.append((entry, period))
        }
        let strictest = refusals.min { ($0.status?.left ?? .zero) < ($1.status?.left ?? .zero) }
        if let strictest { throw strictest }
        return holds
    }

    func hold(_ holds: [(entry: Entry, period: Period)], amount: Dollars?, for attempt: Int64) throws {
        for (entry, period) in holds {
            try save(period, of: entry.row, tag: entry.tag)
            if !entry.tag.isEmpty { try removePeriods(before: period, of: entry) }
            let hold = Hold(
                budget: entry.row,
                tag: entry.tag,
                start: period.start,
                amount: amount?.picodollars ?? 0
            )
            try save(hold, of: attempt)
        }
    }

    /// Removes a tag's earlier periods. Otherwise, a service could accumulate a period for each user and day.
    private func removePeriods(before period: Period, of entry: Entry) throws {
        try connection.run(
            "DELETE FROM spent WHERE budget = ? AND tag = ? AND start < ? AND reserved = 0",
            entry.row,
            entry.tag,
            period.start
        )
    }

    /// The amount that an attempt has reserved in a period.
    struct Hold {
        let budget: Int64
        let tag: String
        let start: Int64
        let amount: Int64
    }

    func save(_ hold: Hold, of attempt: Int64) throws {
        try connection.run(
            "INSERT INTO hold (attempt, budget, tag, start, amount) VALUES (?, ?, ?, ?, ?)",
            attempt,
            hold.budget,
            hold.tag,
            hold.start,
            hold.amount
        )
    }

    private func holds(of attempt: Int64) throws -> [Hold] {
        try connection.rows("SELECT budget, tag, start, amount FROM hold WHERE attempt = ?", attempt) {
            Hold(budget: $0.integer(0), tag: $0.text(1), start: $0.integer(2), amount: $0.integer(3))
        }
    }

    /// Releases the reservations of an attempt and counts its cost.
    ///
    /// - Parameters:
    ///   - attempt: The row of the attempt.
    ///   - counted: The cost to count, which is zero if the attempt was never sent.
    ///   - isUnknown: Whether the maximum cost is also unknown.
    /// - Returns: The notices of soft budgets that have reached a threshold.
    /// - Throws: `SQLiteError`.
    func settle(_ attempt: Int64, counted: Int64, isUnknown: Bool) throws -> [BudgetNotice] {
        let holds = try connection.rows(Self.settled, attempt) { row in
            let hold = Hold(budget: row.integer(0), tag: row.text(1), start: row.integer(2), amount: row.integer(3))
            return (hold, Self.period(row, from: 4, start: hold.start), row.isNull(8) ? nil : Budget(row, from: 8))
        }
        guard !holds.isEmpty else { return [] }
        var notices: [BudgetNotice] = []
        for (hold, period, softBudget) in holds {
            var period = period
            period.reserved = max(0, period.reserved - hold.amount)
            period.spent = SaturatingSum.of(period.spent, counted)
            if isUnknown { period.unknown += 1 }
            if let budget = softBudget {
                let status = status(Entry(row: hold.budget, budget: budget, tag: hold.tag), period)
                if let threshold = [100, 80, 50].first(where: { $0 <= status.percent }), threshold > period.noticed {
                    period.noticed = Int64(threshold)
                    notices.append(BudgetNotice(status: status, threshold: threshold))
                }
            }
            try save(period, of: hold.budget, tag: hold.tag)
        }
        try connection.run("DELETE FROM hold WHERE attempt = ?", attempt)
        return notices
    }

    /// The query for the reservations of an attempt. Each row contains a reservation, its period and, if the budget is
    /// soft, the budget.
    private static let settled = """
        SELECT hold.budget, hold.tag, hold.start, hold.amount, spent, reserved, unknown, noticed,
            \(Budget.columns(of: "budget"))
        FROM hold
        LEFT JOIN spent ON spent.budget = hold.budget AND spent.tag = hold.tag AND spent.start = hold.start
        LEFT JOIN budget ON budget.id = hold.budget AND budget.is_soft
        WHERE hold.attempt = ?
        """

    /// Counts the cost of an abandoned attempt.
    ///
    /// The reservations of the attempt remain recorded in case the end of the attempt is reported later.
    func giveUp(_ attempt: Int64, counted: Int64, isUnknown: Bool) throws {
        try eachHold(of: attempt) { amount, period in
            period.reserved = max(0, period.reserved - amount)
            period.spent = SaturatingSum.of(period.spent, counted)
            if isUnknown { period.unknown += 1 }
        }
    }

    /// Reverts the effect of `giveUp` and reserves the amounts again.
    func takeBack(_ attempt: Int64, counted: Int64, isUnknown: Bool) throws {
        try eachHold(of: attempt) { amount, period in
            period.reserved = SaturatingSum.of(period.reserved, amount)
            period.spent = max(0, period.spent - counted)
            if isUnknown { period.unknown = max(0, period.unknown - 1) }
        }
    }

    private func eachHold(of attempt: Int64, _ change: (Int64, inout Period) -> Void) throws {
        for hold in try holds(of: attempt) {
            var period = try period(of: hold)
            change(hold.amount, &period)
            try save(period, of: hold.budget, tag: hold.tag)
        }
    }
}
