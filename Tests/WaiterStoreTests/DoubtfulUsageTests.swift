import Foundation
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterStore

@Suite("Bills that are invalid or may be partial")
struct DoubtfulUsageTests {
    /// 8 tokens in at $2.50, 100 out at $10 per million.
    private static let most = Dollars(decimal: "0.00102") ?? .zero
    private static let piece = #"data: {"model":"gpt-4o","choices":[{"index":0,"delta":{"content":"Hello"}}]"#

    private func budgeted(_ step: ScriptedTransport.Step) throws -> MeteredClient {
        let scene = try MeteredClient(step)
        try scene.ledger.set(Budget(limit: Dollars(picodollars: 1_000_000_000_000), period: .month))
        return scene
    }

    @Test(
        "Usage reported before a truncation is an estimate, and counts with the maximum cost",
        arguments: [(2, 2), (0, 1), (1, 1)]
    )
    func broken(told: Int, counted: Int) async throws {
        let usage = #","usage":{"prompt_tokens":8,"completion_tokens":\#(told),"total_tokens":\#(8 + told)}}"# + "\n\n"
        let scene = try budgeted(
            .breakOff(
                status: 200,
                headers: ["content-type": "text/event-stream"],
                chunks: [Array((Self.piece + usage).utf8)],
                error: TransportError(.reset, reason: "reset")
            )
        )
        await #expect(throws: OpenAIError.self) {
            for try await _ in try await scene.client.chat.completions.stream(MeteredClient.request()) {}
        }
        let attempt = try scene.last()
        #expect(attempt.status == .truncated)
        #expect(attempt.tokens == .estimated)
        #expect(attempt.costKind == .estimated)
        #expect((attempt.input, attempt.output) == (8, counted))
        #expect(attempt.counted == Self.most)
    }

    @Test("Usage reported before an answer was abandoned counts fully if it exceeds the reservation")
    func left() async throws {
        let usage = #","usage":{"prompt_tokens":5000,"completion_tokens":2,"total_tokens":5002}}"# + "\n\n"
        let scene = try budgeted(
            .stall(headers: ["content-type": "text/event-stream"], chunks: [Array((Self.piece + usage).utf8)])
        )
        for try await _ in try await scene.client.chat.completions.stream(MeteredClient.request()) { break }
        let attempt = try scene.last()
        #expect(attempt.status == .cancelled)
        #expect(attempt.costKind == .estimated)
        #expect(attempt.counted == Dollars(decimal: "0.01252"))
    }

    @Test(
        "Invalid usage is counted locally, with the maximum cost, and the row has the reason",
        arguments: [
            (#"{"prompt_tokens":10}"#, "completion_tokens is 0"),
            (#"{}"#, "prompt_tokens is 0"),
            (#"{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}"#, "prompt_tokens is 0"),
            (#"{"prompt_tokens":8,"completion_tokens":2,"total_tokens":99}"#, "total_tokens does not match the sum"),
            (
                #"{"prompt_tokens":8,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":9}}"#,
                "prompt_tokens_details.cached_tokens is larger than the total that includes it"
            ),
            // More than the model can write, more than it can read, more than the request allows.
            (#"{"prompt_tokens":8,"completion_tokens":999999999}"#, "completion_tokens is impossibly large"),
            (#"{"prompt_tokens":200000,"completion_tokens":2}"#, "prompt_tokens is impossibly large"),
            (#"{"prompt_tokens":8,"completion_tokens":1000}"#, "completion_tokens is impossibly large"),
        ]
    )
    func impossible(usage: String, doubt: String) async throws {
        let scene = try budgeted(.answer(usage))
        try await scene.create()
        let attempt = try scene.last()
        #expect(attempt.tokens == .estimated)
        #expect((attempt.input, attempt.output) == (8, 1))
        #expect(attempt.cost == Dollars(decimal: "0.00003"))
        #expect(attempt.costKind == .estimated)
        #expect(attempt.counted == Self.most)
        #expect(attempt.doubt == "the reported usage is invalid: " + doubt)
        await #expect(try scene.ledger.budgets()[0].spent == Self.most)
    }

    @Test(
        "Usage slightly above the requested limit is a valid bill",
        arguments: [(8, 101), (8, 300), (9000, 100), (130_000, 100)]
    )
    func beyond(input: Int, output: Int) async throws {
        let scene = try budgeted(.tokens(input, output))
        try await scene.create()
        #expect(try scene.last().tokens == .told)
        #expect(try scene.last().costKind == .known)
    }

    @Test("A server that exceeds the token limit is billed as reported")
    func written() async throws {
        let text = String(repeating: "word ", count: 900)
        let scene = try budgeted(
            .json(
                """
                {"model":"gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":"\(text)"},\
                "finish_reason":"stop"}],"usage":{"prompt_tokens":8,"completion_tokens":1000,"total_tokens":1008}}
                """
            )
        )
        try await scene.create()
        #expect(try scene.last().costKind == .known)
        #expect(try scene.last().output == 1000)
    }

    @Test("Each of several choices may reach the maximum length, which is unknown for unknown models")
    func limits() async throws {
        let scene = try budgeted(.tokens(8, 50_000))
        var request = MeteredClient.request(most: nil)
        _ = try await scene.client.chat.completions.create(request)
        #expect(try scene.last().tokens == .estimated)
        request.n = 4
        _ = try await scene.client.chat.completions.create(request)
        #expect(try scene.last().tokens == .told)
        let house = try MeteredClient(
            .answer(#"{"prompt_tokens":8,"completion_tokens":900000000,"total_tokens":900000008}"#, model: "house")
        )
        try await house.create("house")
        #expect(try house.last().tokens == .told)
    }

    @Test(
        "A gateway timeout leaves the cost unknown, an error response makes it zero",
        arguments: [
            (408, true), (499, true), (502, true), (504, true), (520, true), (524, true), (529, true), (400, false),
            (401, false), (404, false), (429, false), (500, false), (503, false), (530, false),
        ]
    )
    func statuses(status: Int, isUnknown: Bool) async throws {
        let scene = try budgeted(.json("{}", status: status))
        try? await scene.create()
        let attempt = try scene.last()
        #expect(attempt.status == .failed)
        #expect(attempt.costKind == (isUnknown ? .unknown : .free))
        #expect(attempt.cost == (isUnknown ? nil : .zero))
        #expect(attempt.counted == (isUnknown ? Self.most : .zero))
        #expect((attempt.doubt != nil) == isUnknown)
    }

    @Test("Malformed usage loses no answer, and is counted locally")
    func unreadable() async throws {
        let scene = try budgeted(.answer(#"["many"]"#))
        let answer = try await scene.client.chat.completions.create(MeteredClient.request())
        #expect(answer.text == "Hello")
        #expect(try scene.last().tokens == .estimated)
        #expect(try scene.last().counted == Self.most)
    }

    @Test("A model that searches with every call has no known price, and hard budgets refuse it")
    func searching() async throws {
        let model = "gpt-4o-mini-search-preview"
        let answer = ScriptedTransport.Step.answer(
            #"{"prompt_tokens":8,"completion_tokens":2,"total_tokens":10}"#,
            model: model + "-2025-03-11"
        )
        let refused = try budgeted(answer)
        let error = await #expect(throws: OpenAIError.self) { try await refused.create(model) }
        #expect((error?.underlying as? BudgetRefusal)?.doubt?.code == .countUnknown)
        #expect(refused.transport.requests.isEmpty)
        let limited = try MeteredClient(answer) { $0.limit = Dollars(decimal: "0.0005") }
        await #expect(throws: OpenAIError.self) { try await limited.create(model) }
        let open = try MeteredClient(answer)
        try await open.create(model)
        #expect(try open.last().cost == nil)
        #expect(try open.last().costKind == .unknown)
        #expect(try open.last().doubt == "the number of uses of 'web_search' is unknown")
    }
}
