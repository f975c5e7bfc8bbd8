package import WaiterPlatform

/// What a model was used for on a day.
package struct DailyUsage: Sendable, Hashable {
    /// The day.
    package let day: CivilDate
    /// The model that answered, else the one that was asked for.
    package let model: String
    /// What it came to.
    package var sum: UsageSum
}

extension Ledger {
    /// What each model was used for on each day of a time, by the names that servers gave them.
    ///
    /// - Throws: `StoreError`.
    package func dailyUsage(profiles: Set<String>, from first: CivilDate, through last: CivilDate) throws
        -> [DailyUsage]
    {
        try endAbandoned()
        let rows = try database.use { connection in
            try connection.rows(
                """
                SELECT day, profile, iif(served_model = '', model, served_model), \(AttemptTable.sumColumns)
                FROM usage_total WHERE day BETWEEN ? AND ? ORDER BY day
                """,
                first.day,
                last.day
            ) { row in
                (
                    row.text(1),
                    DailyUsage(
                        day: CivilDate(day: Int(row.integer(0))),
                        model: row.text(2),
                        sum: UsageSum(row, from: 3)
                    )
                )
            }
        }
        var found: [DailyUsage] = []
        for (profile, usage) in rows where profiles.contains(profile) {
            if let place = found.firstIndex(where: { $0.day == usage.day && $0.model == usage.model }) {
                found[place].sum.add(usage.sum)
            } else {
                found.append(usage)
            }
        }
        return found
    }
}
