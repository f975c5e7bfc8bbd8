import Foundation
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterStore

@Suite("Requests whose connection fails after sending", .timeLimit(.minutes(10)))
struct ReplacedConnectionTests {
    private static let answer = FaultServer.Step.response(
        """
        {"model":"gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},\
        "finish_reason":"length"}],"usage":{"prompt_tokens":8,"completion_tokens":100,"total_tokens":108}}
        """
    )

    private func client(_ server: FaultServer, _ ledger: Ledger) throws -> OpenAI {
        var configuration = try OpenAI.Configuration(apiKey: APIKey("k"), baseURL: BaseURL(server.address + "/v1"))
        configuration.retry = RetryPolicy(maxRetries: 0)
        var options = LedgerMeter.Options()
        options.billsListPrices = true
        return try OpenAI(configuration: configuration, meter: ledger.meter(options))
    }

    @Test("A request read by a closing server is a separate row, and counts with its maximum cost")
    func rows() async throws {
        // Every second request of a pooled connection is dropped; the connection that replaces it is not pooled.
        let server = try FaultServer { _, count in count % 3 == 1 ? [.close] : [Self.answer] }
        let ledger = try StoreFolder().ledger()
        let client = try client(server, ledger)
        try await ledger.set(Budget(limit: .init(picodollars: 1_020_000_000 * 6), period: .month))
        for _ in 0..<4 { _ = try await client.chat.completions.create(MeteredClient.request()) }
        #expect(server.requests.count == 6)
        let attempts = try await ledger.attempts()
        #expect(attempts.map(\.status) == [.complete, .failed, .complete, .complete, .failed, .complete])
        #expect(attempts.map(\.costKind) == [.known, .unknown, .known, .known, .unknown, .known])
        #expect(attempts.allSatisfy { $0.counted == Dollars(decimal: "0.00102") })
        // Six times the cost of one is spent: nothing more is sent.
        await #expect(throws: OpenAIError.self) {
            try await client.chat.completions.create(MeteredClient.request())
        }
        #expect(server.requests.count == 6)
    }

    @Test("If the budget is too small for the replacement, nothing is sent again")
    func refused() async throws {
        let server = try FaultServer { _, count in count % 2 == 1 ? [.close] : [Self.answer] }
        let ledger = try StoreFolder().ledger()
        let client = try client(server, ledger)
        try await ledger.set(Budget(limit: .init(picodollars: 1_020_000_000 * 2), period: .month))
        _ = try await client.chat.completions.create(MeteredClient.request())
        let error = await #expect(throws: OpenAIError.self) {
            try await client.chat.completions.create(MeteredClient.request())
        }
        #expect(error?.code == .budgetExceeded)
        #expect(server.requests.count == 2)
        await #expect(try ledger.attempts().map(\.status) == [.complete, .failed])
    }

    @Test("A host that becomes unreachable during a call may still charge for it")
    func unreachable() async throws {
        let scene = try MeteredClient(.handle { _ in throw TransportError(.unreachable, reason: "no route") })
        try await scene.ledger.set(Budget(limit: .init(picodollars: 1_020_000_000 * 2), period: .month))
        for _ in 0..<3 { try? await scene.create() }
        #expect(scene.transport.requests.count == 2)
        await #expect(try scene.ledger.attempts().map(\.costKind) == [.unknown, .unknown])
    }
}
