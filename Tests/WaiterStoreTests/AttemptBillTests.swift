import Foundation
import Synchronization
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterStore

@Suite("The bill of an attempt")
struct AttemptBillTests {
    private final class Bills: Sendable {
        let all = Mutex<[AttemptBill]>([])
        var last: AttemptBill? { all.withLock { $0.last } }
    }

    @Test("The caller receives the bill stored in the ledger, with its lines, as soon as the answer is complete")
    func settled() async throws {
        let bills = Bills()
        let scene = try MeteredClient(.tokens(8, 2)) { options in
            options.onSettled = { bill in bills.all.withLock { $0.append(bill) } }
        }
        try await scene.create(options: RequestOptions(metering: MeteringOptions(callID: "call-1")))
        let bill = try #require(bills.last)
        #expect(bill.callID == "call-1")
        #expect(bill.tokens == .told)
        #expect(bill.cost.lines.map(\.quantity) == [8, 2])
        #expect(bill.cost.basis?.entry == "gpt-4o-2024-08-06")
        #expect(bill.remark == nil)
        let attempt = try scene.last()
        #expect(attempt.cost == bill.cost.total)
        #expect(attempt.callID == "call-1")
    }

    @Test("An abandoned answer has a bill for the received text, also in memory")
    func left() async throws {
        let bills = Bills()
        let ledger = try await Ledger(path: Ledger.inMemory)
        var options = LedgerMeter.Options()
        options.onSettled = { bill in bills.all.withLock { $0.append(bill) } }
        let piece = #"data: {"model":"gpt-4o","choices":[{"index":0,"delta":{"content":"Hello"}}]}"# + "\n\n"
        let transport = ScriptedTransport(steps: [
            .stall(headers: ["content-type": "text/event-stream"], chunks: [Array(piece.utf8)])
        ])
        let client = try OpenAI(
            configuration: OpenAI.Configuration(apiKey: APIKey("sk-test-0123456789abcdefghij")),
            transport: transport,
            meter: ledger.meter(options)
        )
        for try await _ in try await client.chat.completions.stream(MeteredClient.request()) { break }
        let bill = try #require(bills.last)
        #expect(bill.status == .cancelled)
        #expect(bill.costKind == .estimated)
        #expect(bill.usage?.completionTokens == 1)
        // 8 tokens at $2.50 and 1 at $10 per million.
        #expect(bill.cost.total == Dollars(decimal: "0.00003"))
        #expect(try await ledger.attempts().map(\.cost) == [bill.cost.total])
    }

    @Test("A non-JSON body, such as a recording, is reserved by the bounds of its operation")
    func bounds() async throws {
        let ledger = try await Ledger(path: Ledger.inMemory)
        try await ledger.set(Budget(limit: try #require(Dollars(decimal: "0.001")), period: .day))
        func attempt(_ maxInputTokens: Int?) -> MeteredAttempt {
            let bounds = TokenBounds(texts: ["Hello"], maxInputTokens: maxInputTokens, maxOutputTokens: 10)
            return MeteredAttempt(operation: "audio.transcriptions.create", model: "gpt-4o", body: [], bounds: bounds)
        }
        _ = try await ledger.meter().begin(attempt(99))
        // 100 tokens at $2.50 and 10 at $10 per million.
        #expect(try await ledger.attempts().first?.reserved == Dollars(decimal: "0.00035"))
        for tooMuch in [1_000_000, nil] {
            let error = await #expect(throws: OpenAIError.self) { _ = try await ledger.meter().begin(attempt(tooMuch)) }
            #expect(error?.code == .budgetExceeded)
        }
    }

    @Test("A rejected call is free, and an unknown cost has a reason")
    func refused() async throws {
        let bills = Bills()
        let scene = try MeteredClient(.json("{}", status: 400), .json("{}", status: 504)) { options in
            options.onSettled = { bill in bills.all.withLock { $0.append(bill) } }
        }
        for _ in 0..<2 { await #expect(throws: OpenAIError.self) { try await scene.create() } }
        let all = bills.all.withLock { $0 }
        #expect(all.map(\.cost.isFree) == [true, false])
        #expect(all.map(\.cost.total) == [.zero, nil])
        #expect(all.last?.remark?.contains("504") == true)
    }

    @Test("The attempts of a call are found by its identifier, also if calls share an idempotency key")
    func calls() async throws {
        let scene = try MeteredClient(.tokens(8, 2), .tokens(8, 3), .tokens(8, 4))
        for (call, conversation) in [("one", "c"), ("two", "c"), (nil, nil)] {
            let metering = MeteringOptions(conversation: conversation, callID: call)
            try await scene.create(options: RequestOptions(idempotencyKey: "same", metering: metering))
        }
        let ledger = scene.ledger
        #expect(try await ledger.attempts(ofCall: "one").map(\.output) == [2])
        #expect(try await ledger.attempts(ofCall: "two").map(\.output) == [3])
        // A call without a caller's identifier has a unique one of its own.
        let own = try #require(try await ledger.attempts().last).callID
        #expect(!["one", "two", "same", ""].contains(own))
        #expect(try await ledger.attempts(ofCall: own).map(\.output) == [4])
        #expect(try await ledger.attempts(ofCall: "same").isEmpty)
        #expect(try await ledger.attempts(ofCall: "none").isEmpty)
        #expect(Set(try await ledger.attempts().map(\.idempotencyKey)) == ["same"])
        #expect(try await ledger.usage(ofConversation: "c").output == 5)
        #expect(try await ledger.usage(ofConversation: "d") == UsageSum())
    }
}
