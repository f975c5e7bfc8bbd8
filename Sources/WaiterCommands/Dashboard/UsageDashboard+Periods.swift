internal import WaiterPlatform
internal import WaiterStore

extension UsageDashboard {
    /// The periods in the charts. Each period is a day, or a month if there are too many days.
    struct Periods {
        /// The maximum number of bars. If there are more days, each bar represents a month.
        private static let maxBars = 400

        /// Whether each bar represents a month.
        let isByMonth: Bool
        /// The periods in order, including periods without calls.
        let bars: [(label: String, sum: UsageSum)]

        /// Creates the periods up to today. The first period contains the first day with calls or the start of the
        /// report, whichever is earlier.
        ///
        /// - Parameters:
        ///   - days: The usage for each day with calls.
        ///   - since: The start date or time of the report, or `nil` to include all calls.
        ///   - today: The current day.
        init(_ days: [UsageGroup], since: String?, today: CivilDate) {
            let sums = days.compactMap { group in CivilDate(group.name).map { ($0, group.sum) } }
            guard let (first, _) = sums.first, let (last, _) = sums.last else {
                (isByMonth, bars) = (false, [])
                return
            }
            let start = min(first, since.flatMap { CivilDate($0.prefix(10)) } ?? first)
            let end = max(last, today)
            let isByMonth = end.day - start.day >= Self.maxBars
            var sumOf: [CivilDate: UsageSum] = [:]
            for (day, sum) in sums { sumOf[isByMonth ? day.startOfMonth : day, default: UsageSum()].add(sum) }
            var bars: [(String, UsageSum)] = []
            var day = isByMonth ? start.startOfMonth : start
            while day <= end, bars.count < Self.maxBars {
                bars.append((isByMonth ? String("\(day)".prefix(7)) : "\(day)", sumOf[day] ?? UsageSum()))
                day = isByMonth ? day.startOfNextMonth : CivilDate(day: day.day + 1)
            }
            self.isByMonth = isByMonth
            self.bars = bars
        }
    }
}
