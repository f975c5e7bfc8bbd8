package import WaiterPlatform

/// The usage of a model on one day.
package struct DailyUsage: Sendable, Hashable {
    /// The day.
    package let day: CivilDate
    /// The model reported by the server, or the requested model if the server did not report a model.
    package let model: String
    /// The total usage of the calls.
    package var sum: UsageSum
}

extension Ledger {
    /// Returns the daily usage of each model. Models are identified by the names that servers reported.
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
