import Foundation
import Testing
import Waiter
import WaiterPlatform

@testable import WaiterStore

@Suite("Statistics of usage pages")
struct UsageStatisticsTests {
    /// Returns a ledger with a complete stream for each of 100 seconds, the slowest first, and the calls of `rows`.
    private func ledger(_ folder: StoreFolder, adding rows: String = "") throws -> Ledger {
        let ledger = try folder.ledger()
        _ = try ledger.usage(by: .model)
        try folder.connection().run(
            """
            WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100)
            INSERT INTO attempt (started_at, operation, model, status, duration, first_token, cost_kind)
            SELECT n * 1000, 'chat', 'm', 'complete', (101 - n) * 1000000, iif(n % 2 = 0, n * 1000, NULL), 'known' FROM number
            """
        )
        if !rows.isEmpty {
            let connection = try folder.connection()
            try connection.run(
                """
                INSERT INTO attempt (started_at, operation, model, served_model, tier, status, error, cost_kind, input,
                    cached, cache_written, tags)
                VALUES \(rows)
                """
            )
            // Open attempts of this process are not abandoned.
            try connection.run("UPDATE attempt SET process = ? WHERE status = 'open'", ProcessIdentity.current.text)
        }
        return ledger
    }

    @Test("Percentiles are those of complete calls in the period, by the nearest rank")
    func latency() throws {
        let folder = try StoreFolder()
        let failed = "(1000, 'chat', 'm', '', NULL, 'failed', 'timeout', 'unknown', 1, 0, 0, NULL)"
        let ledger = try ledger(folder, adding: failed)
        let all = try ledger.report(by: [], from: nil).statistics
        #expect(all.duration?.count == 100)
        #expect(all.duration?.p50 == .seconds(50) && all.duration?.p95 == .seconds(95))
        #expect(all.duration?.p99 == .seconds(99))
        #expect(all.firstToken?.count == 50 && all.firstToken?.p50 == .milliseconds(50))
        let last = try ledger.report(by: [], after: Date(timeIntervalSince1970: 91)).statistics
        #expect(last.duration?.count == 10 && last.duration?.p50 == .seconds(5) && last.duration?.p99 == .seconds(10))
        let none = try ledger.report(by: [], after: Date(timeIntervalSince1970: 1000)).statistics
        #expect(none.duration == nil && none.firstToken == nil && none.errors.isEmpty)
    }

    @Test("Errors are counted by code, the most frequent first, and calls in progress are not counted")
    func errors() throws {
        let folder = try StoreFolder()
        let rows = [
            ("failed", "'timeout'"), ("failed", "'rate_limited'"), ("partial", "'timeout'"), ("unknown", "NULL"),
            ("open", "NULL"),
        ].map { "(1, 'chat', 'm', '', NULL, '\($0)', \($1), 'unknown', 1, 0, 0, NULL)" }
        let ledger = try ledger(folder, adding: rows.joined(separator: ","))
        let errors = try ledger.report(by: [], from: nil).statistics.errors
        #expect(errors.map(\.code) == ["timeout", "rate_limited", "unknown"])
        #expect(errors.map(\.count) == [2, 1, 1])
    }

    @Test(
        "Cached tokens are summed up by price: model, tier, kind of cost and length of the input; free calls save nothing"
    )
    func cacheUses() throws {
        let folder = try StoreFolder()
        let rows = [
            "(1, 'chat', 'm', 's', NULL, 'complete', NULL, 'known', 1000, 300, 0, NULL)",
            "(2, 'chat', 'm', 's', NULL, 'complete', NULL, 'known', 900, 200, 50, NULL)",
            "(3, 'chat', 'm', 's', NULL, 'complete', NULL, 'known', 1001, 7, 0, NULL)",
            "(4, 'chat', 'm', 's', 'flex', 'complete', NULL, 'estimated', 10, 5, 0, NULL)",
            "(5, 'chat', 'm', 's', NULL, 'complete', NULL, 'free', 10, 5, 0, NULL)",
            "(6, 'chat', 'm', 's', NULL, 'complete', NULL, 'known', 10, 0, 0, NULL)",
        ]
        let ledger = try ledger(folder, adding: rows.joined(separator: ","))
        let uses = try ledger.report(by: [], from: nil).statistics.cacheUses.sorted { $0.cached > $1.cached }
        #expect(uses.map(\.cached) == [500, 7, 5])
        #expect(uses.map(\.written) == [50, 0, 0])
        #expect(uses.map(\.input) == [1000, 2000, 1000])
        #expect(uses.map(\.tier) == [nil, nil, "flex"])
        #expect(uses.map(\.isEstimated) == [false, false, true])
    }

    @Test("A call counts for each of its tags, however many calls have the same list")
    func tags() throws {
        let folder = try StoreFolder()
        let rows = [#"'["a","b"]'"#, #"'["a","b"]'"#, #"'["b"]'"#, "'[]'"].map {
            "(1, 'chat', 'm', '', NULL, 'complete', NULL, 'known', 10, 0, 0, \($0))"
        }
        let ledger = try ledger(folder, adding: rows.joined(separator: ","))
        let groups = try ledger.usage(by: .tag)
        #expect(groups.first { $0.name == "a" }?.sum.calls == 2)
        #expect(groups.first { $0.name == "b" }?.sum.calls == 3)
        #expect(groups.first { $0.name.isEmpty }?.sum.calls == 101)
    }
}
