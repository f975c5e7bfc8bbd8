internal import Waiter
internal import WaiterPlatform

/// Usage totals, grouped by an attribute of the calls.
struct GroupedUsage {
    let grouping: UsageGrouping
    /// The index of the attribute's column. If the attribute is the day, the column contains a time or a day number.
    /// For any other attribute, the column contains text.
    private let column: Int32
    private let isDayNumber: Bool
    private var days: [Int: UsageSum] = [:]
    private var names = TextNumbering()
    /// The total usage for each name in `names`.
    private var sums: [UsageSum] = []

    /// Creates groups from the daily totals, which contain day numbers, or from the attempts, which contain times.
    init(_ grouping: UsageGrouping, column: Int32, ofTotals: Bool) {
        (self.grouping, self.column, isDayNumber) = (grouping, column, ofTotals)
    }

    /// Returns the name of the attribute's column.
    static func columnName(_ grouping: UsageGrouping, ofTotals: Bool) -> String {
        switch grouping {
        case .day: ofTotals ? "day" : "started_at"
        case .tag: "tags"
        case .model, .profile, .conversation: grouping.rawValue
        }
    }

    mutating func add(_ sum: UsageSum, of row: SQLiteArguments) {
        if grouping == .day {
            let day = isDayNumber ? Int(row.integer(column)) : CivilDate(milliseconds: row.integer(column)).day
            days[day, default: UsageSum()].add(sum)
            return
        }
        let number = names.number(of: column, in: row)
        if number == sums.count {
            sums.append(sum)
        } else {
            sums[number].add(sum)
        }
    }

    /// The groups in order. Days are in chronological order, conversations are sorted newest first, and all other
    /// groups are in descending order of cost.
    var groups: [UsageGroup] {
        let groups = sumsByName.map { UsageGroup(name: $0.key, sum: $0.value) }
        switch grouping {
        case .day: return groups.sorted { $0.name < $1.name }
        case .conversation: return groups.sorted { $0.name > $1.name }
        case .model, .profile, .tag:
            return groups.sorted {
                ($1.sum.knownCost, $1.sum.calls, $0.name) < ($0.sum.knownCost, $0.sum.calls, $1.name)
            }
        }
    }

    private var sumsByName: [String: UsageSum] {
        var sumsByName: [String: UsageSum] = [:]
        for (day, sum) in days { sumsByName["\(CivilDate(day: day))"] = sum }
        // Names with different bytes may be equal strings, for example if they differ only in Unicode normalization.
        for (number, sum) in sums.enumerated() {
            for name in namesOfGroup(number) { sumsByName[name, default: UsageSum()].add(sum) }
        }
        return sumsByName
    }

    private func namesOfGroup(_ number: Int) -> [String] {
        guard grouping == .tag else { return [names[number]] }
        let tags = TagList.read(names[number])
        return tags.isEmpty ? [""] : tags
    }
}
