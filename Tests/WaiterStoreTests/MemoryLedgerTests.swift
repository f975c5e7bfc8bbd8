import Foundation
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterStore

@Suite("A ledger in memory")
struct MemoryLedgerTests {
    private func attempt(_ number: Int) -> MeteredAttempt {
        MeteredAttempt(
            operation: "chat.completions.create",
            model: "gpt-4o",
            idempotencyKey: "key-\(number)",
            body: Array(
                #"{"model":"gpt-4o","max_completion_tokens":100,"messages":[{"role":"user","content":"Hi"}]}"#.utf8
            )
        )
    }

    @Test("It stores rows and budgets like a file, and creates none")
    func noFile() async throws {
        let ledger = try await Ledger(path: Ledger.inMemory)
        try await ledger.set(Budget(limit: try #require(Dollars(decimal: "0.0015")), period: .total))
        let record = try await ledger.begin(attempt(1))
        #expect(record != nil)
        await #expect(throws: OpenAIError.self) { _ = try await ledger.begin(attempt(2)) }
        await #expect(try ledger.attempts().map(\.status) == [.open])
        #expect(!FileManager.default.fileExists(atPath: Ledger.inMemory))
        await #expect(try Ledger(path: Ledger.inMemory).attempts().isEmpty)
    }

    @Test("A meter that moves to another ledger keeps the spent part of its limit")
    func moving() async throws {
        var options = LedgerMeter.Options()
        options.limit = Dollars(decimal: "0.0015")
        let meter = try await Ledger(path: Ledger.inMemory).meter(options)
        // At most $0.00102.
        _ = try await meter.begin(attempt(1))
        let other = try await Ledger(path: Ledger.inMemory)
        let moved = meter.moved(to: other)
        await #expect(throws: OpenAIError.self) { _ = try await moved.begin(attempt(2)) }
        await #expect(try other.attempts().isEmpty)
    }
}
