internal import Waiter
package import WaiterPlatform

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension Ledger {
    /// Returns the usage grouped by an attribute of the calls.
    ///
    /// - Parameters:
    ///   - grouping: The attribute to group by.
    ///   - since: A time on the first UTC day, all of which is included; nil for all days.
    /// - Returns: The groups: days in chronological order, conversations newest first, all others in descending order
    ///   of cost.
    /// - Throws: `StoreError`.
    public func usage(by grouping: UsageGrouping, since: Date? = nil) async throws -> [UsageGroup] {
        try await database.perform { try usage(by: grouping, since: since) }
    }

    package func usage(by grouping: UsageGrouping, since: Date? = nil) throws -> [UsageGroup] {
        try usage(by: grouping, from: since.map { CivilDate(milliseconds: $0.ledgerTime) })
    }

    /// Returns the usage since the start of a day.
    package func usage(by grouping: UsageGrouping, from since: CivilDate?) throws -> [UsageGroup] {
        try groups(grouping, since?.milliseconds, isWholeDays: true)
    }

    /// Returns the usage since a time, which does not have to be the start of a day.
    package func usage(by grouping: UsageGrouping, after time: Date) throws -> [UsageGroup] {
        try groups(grouping, time.ledgerTime, isWholeDays: false)
    }

    /// Returns the groups.
    ///
    /// - Parameters:
    ///   - grouping: The attribute to group by.
    ///   - since: The earliest start time in milliseconds since 1970; nil for all.
    ///   - isWholeDays: Whether the stored daily totals are sufficient.
    /// - Returns: The groups in the order of `usage(by:since:)`.
    /// - Throws: `StoreError`.
    private func groups(_ grouping: UsageGrouping, _ since: Int64?, isWholeDays: Bool) throws -> [UsageGroup] {
        try endAbandoned()
        var sums: [String: UsageSum] = [:]
        func add(_ name: String, _ sum: UsageSum) { sums[name, default: UsageSum()].add(sum) }
        try database.read { connection in
            switch grouping {
            case .day where isWholeDays:
                try eachTotal(connection, "day", since) { add(CivilDate(day: Int($0.integer(0))).description, $1) }
            case .day:
                try eachRow(connection, "started_at", since) {
                    add(CivilDate(milliseconds: $0.integer(0)).description, $1)
                }
            case .model where !isWholeDays, .profile where !isWholeDays:
                try eachRow(connection, grouping.rawValue, since) { add($0.text(0), $1) }
            case .model, .profile:
                try eachTotal(connection, grouping.rawValue, since) { add($0.text(0), $1) }
            case .conversation:
                try eachRow(connection, "conversation", since) { add($0.text(0), $1) }
            case .tag:
                // Most calls have one of only a few tag lists, so each list is parsed once.
                var lists: [String: UsageSum] = [:]
                try eachRow(connection, "tags", since) { lists[$0.text(0), default: UsageSum()].add($1) }
                for (list, sum) in lists {
                    let tags = TagList.read(list)
                    for tag in tags.isEmpty ? [""] : tags { add(tag, sum) }
                }
            }
        }
        let groups = sums.map { UsageGroup(name: $0.key, sum: $0.value) }
        switch grouping {
        case .day: return groups.sorted { $0.name < $1.name }
        case .conversation: return groups.sorted { $0.name > $1.name }
        default:
            return groups.sorted {
                ($1.sum.knownCost, $1.sum.calls, $0.name) < ($0.sum.knownCost, $0.sum.calls, $1.name)
            }
        }
    }

    /// Ends the attempts of processes that have exited; writes nothing if there are none.
    func endAbandoned() throws {
        let hasOpen = try database.use {
            try $0.first("SELECT 1 FROM attempt INDEXED BY attempt_open WHERE status = 'open' LIMIT 1") { _ in true }
        }
        if hasOpen != nil { try database.write { try AttemptTable(connection: $0).endAbandoned() } }
    }

    private func eachTotal(
        _ connection: SQLiteConnection,
        _ key: String,
        _ since: Int64?,
        _ body: (SQLiteRow, UsageSum) -> Void
    ) throws {
        let sql = "SELECT \(key), \(AttemptTable.sumColumns) FROM usage_total WHERE day >= ?"
        try connection.each(sql, [since.map { CivilDate(milliseconds: $0).day } ?? .min]) { row in
            body(row, UsageSum(row, from: 1))
            return true
        }
    }

    private func eachRow(
        _ connection: SQLiteConnection,
        _ key: String,
        _ since: Int64?,
        _ body: (SQLiteRow, UsageSum) -> Void
    ) throws {
        let sql = """
            SELECT \(key), \(AttemptTable.sums(of: "attempt", isSum: false)) FROM attempt
            WHERE \(AttemptTable.since) AND status <> 'open'
            """
        try connection.each(sql, [since ?? .min]) { row in
            body(row, UsageSum(row, from: 1))
            return true
        }
    }
}
