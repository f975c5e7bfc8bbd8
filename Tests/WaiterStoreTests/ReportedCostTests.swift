import Foundation
import Synchronization
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterStore

@Suite("Reported prices, and list prices of other providers")
struct ReportedCostTests {
    private final class Bills: Sendable {
        let last = Mutex<AttemptBill?>(nil)
    }

    private func usage(_ cost: String, input: Int = 1000, output: Int = 100) -> ScriptedTransport.Step {
        .answer(
            #"{"prompt_tokens":\#(input),"completion_tokens":\#(output),"total_tokens":\#(input + output),"cost":\#(cost)}"#
        )
    }

    // gpt-4o: 1,000 tokens at $2.50 and 100 at $10 per million are $0.0035.

    @Test(
        "The reported price is shown, the list price is stored with it, and budgets count the larger",
        arguments: [("0.0012", "0.0035"), ("0.0123", "0.0123"), ("0", "0.0035"), (#""0.0123""#, "0.0123")]
    )
    func reported(_ cost: String, _ counted: String) async throws {
        let bills = Bills()
        let scene = try MeteredClient(usage(cost)) { options in
            options.onSettled = { bill in bills.last.withLock { $0 = bill } }
        }
        try await scene.ledger.set(Budget(limit: try #require(Dollars(decimal: "1")), period: .total))
        try await scene.create()
        let attempt = try scene.last()
        #expect(attempt.costKind == .reported)
        #expect(attempt.cost == Dollars(decimal: cost.replacing("\"", with: "")))
        #expect(attempt.listCost == Dollars(decimal: "0.0035"))
        #expect(attempt.counted == Dollars(decimal: counted))
        #expect(try await scene.ledger.budgets().first?.spent == Dollars(decimal: counted))
        #expect(bills.last.withLock { $0?.amount } == attempt.cost)
        let sum = try await scene.ledger.usage(by: .model).first?.sum
        #expect(sum?.known == attempt.cost && sum?.estimatedCalls == 0 && sum?.unknownCalls == 0)
    }

    @Test("Invalid prices are ignored", arguments: ["-1", "null", #""free""#, "{}", "1e400", "[1]"])
    func notReported(_ cost: String) async throws {
        let scene = try MeteredClient(usage(cost))
        try await scene.create()
        #expect(try scene.last().costKind == .known)
        #expect(try scene.last().cost == Dollars(decimal: "0.0035"))
        #expect(try scene.last().listCost == nil)
    }

    @Test("A model without a list price costs what the server reports")
    func unlisted() async throws {
        let scene = try MeteredClient(
            .answer(
                #"{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18,"cost":0.0123}"#,
                model: "deepseek/deepseek-v9"
            )
        )
        try await scene.create("deepseek/deepseek-v9")
        #expect(try scene.last().cost == Dollars(decimal: "0.0123"))
        #expect(try scene.last().costKind == .reported)
        #expect(try scene.last().listCost == nil)
        #expect(try scene.last().counted == Dollars(decimal: "0.0123"))
    }

    @Test("Tokens in the format of the Responses API are counted")
    func otherNames() async throws {
        let scene = try MeteredClient(
            .answer(
                """
                {"input_tokens":1000,"output_tokens":100,"total_tokens":1100,\
                "input_tokens_details":{"cached_tokens":400},"output_tokens_details":{"reasoning_tokens":60}}
                """
            )
        )
        try await scene.create()
        let attempt = try scene.last()
        #expect([attempt.input, attempt.cached, attempt.output, attempt.reasoning] == [1000, 400, 100, 60])
        #expect(attempt.tokens == .told)
    }

    private func attempt(_ server: String) -> MeteredAttempt {
        MeteredAttempt(
            operation: "chat.completions.create",
            model: "gpt-4o",
            idempotencyKey: "key",
            server: server,
            body: Array(
                #"{"model":"gpt-4o","max_completion_tokens":100,"messages":[{"role":"user","content":"Hi"}]}"#.utf8
            )
        )
    }

    private var outcome: AttemptOutcome {
        var outcome = AttemptOutcome(.complete)
        outcome.httpStatus = 200
        outcome.metadata.model = "gpt-4o"
        outcome.metadata.usage = TokenUsage(inputTokens: 8, outputTokens: 1)
        return outcome
    }

    @Test(
        "A list price is exact at the provider's own hosts and an estimate elsewhere, which budgets count",
        arguments: [
            ("api.openai.com", CostSource.known), ("eu.api.openai.com", .known), ("API.OpenAI.com:443", .known),
            ("openrouter.ai", .estimated), ("127.0.0.1:4000", .estimated), ("api.openai.com.example.org", .estimated),
            ("notapi.openai.com", .estimated),
        ]
    )
    func elsewhere(_ server: String, _ kind: CostSource) async throws {
        let ledger = try await Ledger(path: Ledger.inMemory)
        try await ledger.set(Budget(limit: try #require(Dollars(decimal: "0.0015")), period: .total))
        let record = try await ledger.meter().begin(attempt(server))
        record?.end(outcome)
        let row = try #require(try await ledger.attempts().last)
        #expect(row.costKind == kind)
        #expect(row.cost == Dollars(decimal: "0.00003") && row.counted == Dollars(decimal: "0.00003"))
        #expect((row.doubt == nil) == (kind == .known))
    }

    @Test("A gateway with list prices is declared in the options, and a user's own price is exact anywhere")
    func declared() async throws {
        let ledger = try await Ledger(path: Ledger.inMemory)
        var options = LedgerMeter.Options()
        options.billsListPrices = true
        try await ledger.meter(options).begin(attempt("gateway.example"))?.end(outcome)
        options.billsListPrices = nil
        let own: JSONObject = ["gpt-4o": ["price": ["input": "1.00", "output": "2.00"]]]
        let catalogue = try ModelCatalogue.builtIn.overlaid(withModels: own, from: "config.json")
        options.catalogue = { catalogue }
        try await ledger.meter(options).begin(attempt("gateway.example"))?.end(outcome)
        #expect(try await ledger.attempts().map(\.costKind) == [.known, .known])
        #expect(try await ledger.attempts().map(\.cost) == [Dollars(decimal: "0.00003"), Dollars(decimal: "0.00001")])
    }

    @Test("A truncated prompt is reported, and a complete one is not")
    func truncated() async throws {
        let bills = Bills()
        let long = String(repeating: "the quick brown fox jumps over the lazy dog\n", count: 1000)
        for (read, isTruncated) in [(2_000, true), (9_900, false), (10_008, false)] {
            let scene = try MeteredClient(.tokens(read, 5)) { options in
                options.onSettled = { bill in bills.last.withLock { $0 = bill } }
            }
            let request = ChatCompletionRequest(model: "gpt-4o", messages: [.user(long)])
            _ = try await scene.client.chat.completions.create(request)
            let bill = try #require(bills.last.withLock { $0 })
            #expect((bill.truncatedPromptTokens ?? 0 > 9_000) == isTruncated, "\(read)")
            // Only the tokens that were read are paid for.
            #expect(bill.usage?.promptTokens == read)
        }
    }
}
