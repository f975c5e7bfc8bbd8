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
    ///   - since: A time on the first day to include, or `nil` for all days. The whole UTC day is included.
    /// - Returns: The groups. Days are in chronological order, conversations are sorted newest first, and all other
    ///   groups are in descending order of cost.
    /// - Throws: `StoreError`.
    public func usage(by grouping: UsageGrouping, since: Date? = nil) async throws -> [UsageGroup] {
        try await database.perform { try usage(by: grouping, since: since) }
    }

    package func usage(by grouping: UsageGrouping, since: Date? = nil) throws -> [UsageGroup] {
        try usage(by: grouping, from: since.map { CivilDate(milliseconds: $0.ledgerTime) })
    }

    /// Returns the usage since the start of a day.
    package func usage(by grouping: UsageGrouping, from since: CivilDate?) throws -> [UsageGroup] {
        try report([grouping], since?.milliseconds, isWholeDays: true, includesStatistics: false)[grouping]
    }

    /// Returns the usage since a time. The time does not have to be the start of a day.
    package func usage(by grouping: UsageGrouping, after time: Date) throws -> [UsageGroup] {
        try report([grouping], time.ledgerTime, isWholeDays: false, includesStatistics: false)[grouping]
    }

    /// Returns a report on the usage since the start of a day. The report groups the usage by each of several
    /// attributes, and contains statistics. All of the data is read from one snapshot.
    ///
    /// - Throws: `StoreError`.
    package func report(by groupings: [UsageGrouping], from since: CivilDate?) throws -> LedgerReport {
        try report(groupings, since?.milliseconds, isWholeDays: true, includesStatistics: true)
    }

    /// Returns a report on the usage since a time. The report groups the usage by each of several attributes, and
    /// contains statistics. All of the data is read from one snapshot.
    ///
    /// - Throws: `StoreError`.
    package func report(by groupings: [UsageGrouping], after time: Date) throws -> LedgerReport {
        try report(groupings, time.ledgerTime, isWholeDays: false, includesStatistics: true)
    }

    /// Returns a report. The attempts are read at most once.
    ///
    /// - Parameters:
    ///   - groupings: The attributes to group by.
    ///   - since: The earliest start time in milliseconds since 1970, or `nil` for all attempts.
    ///   - isWholeDays: Whether the stored daily totals are sufficient.
    ///   - includesStatistics: Whether to compute statistics.
    /// - Returns: The report.
    /// - Throws: `StoreError`.
    private func report(
        _ groupings: [UsageGrouping],
        _ since: Int64?,
        isWholeDays: Bool,
        includesStatistics: Bool
    ) throws -> LedgerReport {
        try endAbandoned()
        let stored = isWholeDays ? groupings.filter { [.day, .model, .profile].contains($0) } : []
        let other = groupings.filter { !stored.contains($0) }
        return try database.read { connection in
            var report = LedgerReport()
            if !stored.isEmpty { try addTotals(to: &report, by: stored, since, connection) }
            if !other.isEmpty || includesStatistics {
                try addAttempts(to: &report, by: other, since, includesStatistics: includesStatistics, connection)
            }
            return report
        }
    }

    /// Ends the attempts of processes that have exited. If no attempts are open, nothing is written.
    func endAbandoned() throws {
        let hasOpen = try database.use {
            try $0.first("SELECT 1 FROM attempt INDEXED BY attempt_open WHERE status = 'open' LIMIT 1") { _ in true }
        }
        if hasOpen != nil { try database.write { try AttemptTable(connection: $0).endAbandoned() } }
    }

    /// Adds groups computed from the stored daily totals to a report.
    private func addTotals(
        to report: inout LedgerReport,
        by groupings: [UsageGrouping],
        _ since: Int64?,
        _ connection: SQLiteConnection
    ) throws {
        let columns = [AttemptTable.sumColumns] + groupings.map { GroupedUsage.columnName($0, ofTotals: true) }
        var groups = groupings.enumerated().map { GroupedUsage($1, column: 10 + Int32($0), ofTotals: true) }
        let first = since.map { CivilDate(milliseconds: $0).day } ?? .min
        try connection.visit(columns.joined(separator: ", "), from: "usage_total WHERE day >= ?", [first]) { row in
            let sum = UsageSum { row.integer($0) }
            for place in groups.indices { groups[place].add(sum, of: row) }
        }
        for group in groups { report[group.grouping] = group.groups }
    }

    /// Adds groups and statistics computed from the attempts to a report.
    private func addAttempts(
        to report: inout LedgerReport,
        by groupings: [UsageGrouping],
        _ since: Int64?,
        includesStatistics: Bool,
        _ connection: SQLiteConnection
    ) throws {
        let first = includesStatistics ? StatisticsCounter.end : AttemptUsage.Reader.end
        var columns = [AttemptUsage.Reader.columns] + (includesStatistics ? [StatisticsCounter.columns] : [])
        columns += groupings.map { GroupedUsage.columnName($0, ofTotals: false) }
        var groups = groupings.enumerated().map { GroupedUsage($1, column: first + Int32($0), ofTotals: false) }
        var (reader, counter) = (AttemptUsage.Reader(), StatisticsCounter())
        let source = since == nil ? "attempt" : "attempt WHERE \(AttemptTable.since)"
        try connection.visit(columns.joined(separator: ", "), from: source, since.map { [$0] } ?? []) { row in
            guard let usage = reader.read(row) else { return }
            for place in groups.indices { groups[place].add(usage.sum, of: row) }
            if includesStatistics { counter.add(row, usage) }
        }
        for group in groups { report[group.grouping] = group.groups }
        if includesStatistics { report.statistics = counter.statistics() }
    }
}
