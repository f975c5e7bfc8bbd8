internal import Waiter

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

extension Ledger {
    /// Returns the statistics of the attempts since a time; nil for all.
    ///
    /// - Throws: `StoreError`.
    package func statistics(since: Date?) throws -> UsageStatistics {
        var counter = StatisticsCounter()
        let sql = """
            SELECT \(StatisticsCounter.columns) FROM attempt WHERE \(AttemptTable.since) AND status <> 'open'
            """
        try database.read { connection in
            try connection.each(sql, [since?.ledgerTime ?? .min]) { row in
                counter.add(row)
                return true
            }
        }
        return counter.statistics
    }
}
