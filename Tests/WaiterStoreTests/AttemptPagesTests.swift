import Foundation
import Testing
import Waiter
import WaiterModels

@testable import WaiterStore

@Suite("Pages written for an attempt")
struct AttemptPagesTests {
    private func attempt(_ number: Int) -> MeteredAttempt {
        MeteredAttempt(
            operation: "chat.completions.create",
            model: "gpt-4o",
            idempotencyKey: "waiter-\(RandomID.make())",
            server: "api.openai.com",
            body: Array(#"{"model":"gpt-4o","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}"#.utf8)
        )
    }

    private var outcome: AttemptOutcome {
        var outcome = AttemptOutcome(.complete, total: .milliseconds(900))
        outcome.httpStatus = 200
        outcome.requestID = "req_0123456789"
        outcome.metadata.usage = TokenUsage(inputTokens: 100, outputTokens: 20)
        return outcome
    }

    @Test(
        "An attempt adds a bounded number of pages to the write-ahead log",
        arguments: [(budgets: 0, pages: 6.9), (budgets: 1, pages: 10.9)]
    )
    func pages(budgets: Int, limit: Double) async throws {
        let folder = try StoreFolder()
        let ledger = try folder.ledger()
        if budgets > 0 {
            try await ledger.set(Budget(limit: try #require(Dollars(decimal: "1000000")), period: .total))
        }
        try await ledger.begin(attempt(0))?.end(outcome)
        let before = try WriteAheadLog(folder.path)
        for number in 1...60 { try await ledger.begin(attempt(number))?.end(outcome) }
        let after = try WriteAheadLog(folder.path)
        // Most attempts change the same pages; a few also split one.
        #expect(Double(after.pages - before.pages) / 60 < limit)
        #expect(after.commits - before.commits == 120)
    }

    @Test("Attempts since a time are found although the clock was set back, or a removed row's number is used again")
    func clock() throws {
        let folder = try StoreFolder()
        let ledger = try folder.ledger()
        let connection = try folder.connection()
        let hours = [10, 11, 9, 400_000, 12, -3, 12, 13]
        for hour in hours {
            try connection.run(
                "INSERT INTO attempt (started_at, operation, model, status) VALUES (?, '', 'm', 'complete')",
                hour * 3_600_000 + 5
            )
        }
        // The rows at the end are removed, and their numbers are used again for a later hour.
        try connection.execute("DELETE FROM attempt WHERE id > 6")
        for hour in [13, 12] {
            try connection.run(
                "INSERT INTO attempt (started_at, operation, model, status) VALUES (?, '', 'm', 'complete')",
                hour * 3_600_000 + 5
            )
        }
        let all = try ledger.attempts()
        #expect(all.count == 8)
        for hour in [-4, -3, -2, 0, 9, 10, 11, 12, 13, 14, 400_000, 400_001] {
            for time in [hour * 3_600_000, hour * 3_600_000 + 5, hour * 3_600_000 + 6] {
                let since = Date(timeIntervalSince1970: Double(time) / 1000)
                let expected = all.filter { $0.startedAt >= since }
                #expect(try ledger.attempts(since: since) == expected)
                let page = try ledger.attempts(since: since, after: 3, limit: 2)
                #expect(page == Array(expected.filter { $0.id > 3 }.prefix(2)))
                let groups = try ledger.usage(by: .conversation, after: since)
                #expect(groups.map(\.sum.calls).reduce(0, +) == expected.count)
            }
        }
    }
}

/// The pages and transactions in a write-ahead log that has not been checkpointed.
///
/// The format is described in https://sqlite.org/fileformat2.html#the_write_ahead_log.
struct WriteAheadLog {
    var pages = 0
    var commits = 0

    init(_ path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "-wal")))
        func number(_ place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        guard bytes.count > 32 else { return }
        let size = 24 + number(8)
        for frame in stride(from: 32, through: bytes.count - size, by: size) {
            pages += 1
            if number(frame + 4) > 0 { commits += 1 }
        }
    }
}
