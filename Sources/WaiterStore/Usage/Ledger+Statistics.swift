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
        let start = since?.ledgerTime ?? .min
        return try database.read { connection in
            var statistics = UsageStatistics()
            statistics.errors = try Self.errors(connection, start)
            (statistics.duration, statistics.firstToken) = try Self.latencies(connection, start)
            statistics.cacheUses = try Self.cacheUses(connection, start)
            return statistics
        }
    }

    private static func errors(_ connection: SQLiteConnection, _ start: Int64) throws
        -> [UsageStatistics.ErrorCount]
    {
        try connection.rows(
            """
            SELECT ifnull(error, status), count(*) FROM attempt
            WHERE started_at >= ? AND status NOT IN ('open', 'complete') GROUP BY 1 ORDER BY 2 DESC, 1
            """,
            start
        ) { UsageStatistics.ErrorCount(code: $0.text(0), count: Int(clamping: $0.integer(1))) }
    }

    private static func latencies(_ connection: SQLiteConnection, _ start: Int64) throws
        -> (UsageStatistics.Latency?, UsageStatistics.Latency?)
    {
        var (durations, firstTokens): ([Int64], [Int64]) = ([], [])
        let sql = "SELECT duration, first_token FROM attempt WHERE started_at >= ? AND status = 'complete'"
        try connection.each(sql, [start]) { row in
            if let duration = row.optionalInteger(0) { durations.append(duration) }
            if let firstToken = row.optionalInteger(1) { firstTokens.append(firstToken) }
            return true
        }
        return (.init(microseconds: durations), .init(microseconds: firstTokens))
    }

    /// Returns the cached tokens by price. Prices of long contexts begin at multiples of 1,000 tokens.
    private static func cacheUses(_ connection: SQLiteConnection, _ start: Int64) throws -> [UsageStatistics.CacheUse] {
        try connection.rows(
            """
            SELECT model, served_model, tier, cost_kind, (max(ifnull(input, 0), 1) - 1) / 1000 AS thousands,
                CAST(min(total(cached), 9e15) AS INTEGER), CAST(min(total(cache_written), 9e15) AS INTEGER)
            FROM attempt
            WHERE started_at >= ? AND status <> 'open' AND cost_kind <> 'free' AND (cached > 0 OR cache_written > 0)
            GROUP BY model, served_model, tier, cost_kind, thousands
            """,
            start
        ) { row in
            let (thousands, overflow) = row.integer(4).multipliedReportingOverflow(by: 1000)
            return UsageStatistics.CacheUse(
                model: row.text(0),
                servedModel: row.text(1),
                tier: row.optionalText(2),
                isUnknown: row.text(3) == "unknown",
                isEstimated: row.text(3) == "estimated",
                input: overflow ? .max : Int(clamping: thousands + 1000),
                cached: Int(clamping: row.integer(5)),
                written: Int(clamping: row.integer(6))
            )
        }
    }
}
