import Foundation
import HTTPTypes
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterStore

@Suite("Abandoned attempts of a live process", .timeLimit(.minutes(10)))
struct AbandonedAttemptTests {
    /// The state in which a row was abandoned, seen from another process namespace.
    private func giveUp(_ folder: StoreFolder) throws {
        try folder.connection().run("UPDATE attempt SET process = '2147483647:1' WHERE status = 'open'")
    }

    private func sums(_ folder: StoreFolder) throws -> [[Int64]] {
        try folder.connection().rows("SELECT calls, failed, input, output, cost, unknown FROM usage_total") { row in
            (0..<6).map { row.integer(Int32($0)) }
        }
    }

    /// A waiting call, a budget set before it, and one set while it is abandoned.
    private func scene(
        _ answer: @escaping @Sendable () throws -> TransportResponse
    ) async throws -> (MeteredClient, Gate, Task<Void, any Error>) {
        let gate = Gate()
        let scene = try MeteredClient(
            .handle { _ in
                await gate.wait()
                return try answer()
            }
        )
        try await scene.ledger.set(Budget(limit: Dollars(picodollars: 1_000_000_000_000), period: .month))
        let call = Task { try await scene.create() }
        while try await scene.ledger.budgets()[0].reserved == .zero { try await Task.sleep(for: .milliseconds(1)) }
        try giveUp(scene.folder)
        let status = try await scene.ledger.budgets()[0]
        #expect(status.spent == Dollars(decimal: "0.00102"))
        #expect(status.reserved == .zero)
        #expect(try scene.last().status == .unknown)
        #expect(try sums(scene.folder) == [[1, 0, 0, 0, 0, 1]])
        try await scene.ledger.set(Budget(limit: Dollars(picodollars: 1_000_000_000_000), period: .total))
        return (scene, gate, call)
    }

    @Test("A late outcome is counted once, and releases the reservation")
    func toldLater() async throws {
        let (scene, gate, call) = try await scene {
            let usage = #"{"prompt_tokens":8,"completion_tokens":2,"total_tokens":10}"#
            let body = #"{"model":"gpt-4o","choices":[{"message":{}}],"usage":\#(usage)}"#
            return TransportResponse(head: HTTPResponse(status: .ok), body: ResponseBody(Array(body.utf8)))
        }
        gate.open()
        try await call.value
        let attempt = try scene.last()
        #expect(attempt.status == .complete)
        #expect(attempt.counted == Dollars(decimal: "0.00004"))
        #expect(attempt.doubt == nil)
        #expect(try sums(scene.folder) == [[1, 0, 8, 2, 40_000_000, 0]])
        for status in try await scene.ledger.budgets() {
            #expect(status.spent == Dollars(decimal: "0.00004"), "\(status.budget)")
            #expect(status.reserved == .zero, "\(status.budget)")
            #expect(status.unknownCalls == 0)
        }
    }

    @Test("An attempt that turns out to be unsent leaves nothing behind")
    func unsent() async throws {
        let scene = try MeteredClient(.tokens(8, 2))
        try await scene.ledger.set(Budget(limit: Dollars(picodollars: 1_000_000_000_000), period: .month))
        let request = MeteredAttempt(
            operation: "chat.completions.create",
            model: "gpt-4o",
            body: Array(#"{"model":"gpt-4o","max_tokens":100,"messages":[{"role":"user","content":"Hi"}]}"#.utf8)
        )
        let record = try #require(try await scene.ledger.meter().begin(request))
        try giveUp(scene.folder)
        await #expect(try scene.ledger.budgets()[0].spent == Dollars(decimal: "0.00102"))
        record.end(AttemptOutcome(.unsent))
        await #expect(try scene.ledger.attempts().isEmpty)
        #expect(try sums(scene.folder).isEmpty)
        let status = try await scene.ledger.budgets()[0]
        #expect((status.spent, status.reserved) == (.zero, .zero))
    }
}
