import Foundation
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterStore

/// A client with a scripted transport that records to a ledger.
struct MeteredClient {
    let folder: StoreFolder
    let ledger: Ledger
    let transport: ScriptedTransport
    let client: OpenAI

    init(
        _ steps: ScriptedTransport.Step...,
        folder: StoreFolder? = nil,
        configure: (inout LedgerMeter.Options) -> Void = { _ in }
    ) throws {
        let folder = try folder ?? StoreFolder()
        self.folder = folder
        ledger = try folder.ledger()
        transport = ScriptedTransport(steps: steps)
        var options = LedgerMeter.Options()
        configure(&options)
        var configuration = try OpenAI.Configuration(apiKey: APIKey("sk-test-0123456789abcdefghij"))
        configuration.retry = RetryPolicy(maxRetries: 0)
        client = try OpenAI(configuration: configuration, transport: transport, meter: ledger.meter(options))
    }

    /// 8 input tokens by gpt-4o's encoding.
    static func request(_ model: String = "gpt-4o", most: Int? = 100) -> ChatCompletionRequest {
        var request = ChatCompletionRequest(model: model, messages: [.user("Hi")])
        request.maxCompletionTokens = most
        return request
    }

    func create(_ model: String = "gpt-4o", most: Int? = 100, options: RequestOptions = RequestOptions()) async throws {
        _ = try await client.chat.completions.create(Self.request(model, most: most), options: options)
    }

    func last() throws -> Attempt { try #require(try ledger.attempts().last) }
}

extension ScriptedTransport.Step {
    /// Returns a complete answer with this usage, as JSON.
    static func answer(_ usage: String?, model: String = "gpt-4o-2024-08-06") -> ScriptedTransport.Step {
        .json(
            """
            {"model":"\(model)","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},\
            "finish_reason":"stop"}]\(usage.map { #","usage":\#($0)"# } ?? "")}
            """,
            headers: ["x-request-id": "r1"]
        )
    }

    static func tokens(_ input: Int, _ output: Int) -> ScriptedTransport.Step {
        .answer(#"{"prompt_tokens":\#(input),"completion_tokens":\#(output),"total_tokens":\#(input + output)}"#)
    }
}

@Suite("Records of attempts")
struct AttemptTests {
    @Test("An answer is a row with tokens, cost, names and times")
    func complete() async throws {
        let scene = try MeteredClient(.tokens(1000, 100)) { options in
            options.profile = "work"
            options.tags = ["all"]
        }
        let metering = MeteringOptions(tags: ["one"], conversation: "01K")
        try await scene.create(options: RequestOptions(idempotencyKey: "k1", metering: metering))
        let attempt = try scene.last()
        #expect(attempt.status == .complete)
        #expect(attempt.model == "gpt-4o")
        #expect(attempt.servedModel == "gpt-4o-2024-08-06")
        #expect(attempt.profile == "work")
        #expect(attempt.tags == ["all", "one"])
        #expect(attempt.conversation == "01K")
        #expect(attempt.idempotencyKey == "k1")
        #expect(attempt.requestID == "r1")
        #expect((attempt.input, attempt.output) == (1000, 100))
        #expect(attempt.tokens == .told)
        // 1000 at $2.50 and 100 at $10 per million.
        #expect(attempt.cost == Dollars(decimal: "0.0035"))
        #expect(attempt.costKind == .known)
        #expect(attempt.firstByte != nil)
        #expect(attempt.duration != nil)
    }

    @Test("A ledger is a meter by itself, and the call site is unchanged")
    func plainLedger() async throws {
        let folder = try StoreFolder()
        let ledger = try folder.ledger()
        let client = try OpenAI(
            configuration: OpenAI.Configuration(apiKey: APIKey("sk-test-0123456789abcdefghij")),
            transport: ScriptedTransport(.tokens(8, 2)),
            meter: ledger
        )
        _ = try await client.chat.completions.create(MeteredClient.request())
        await #expect(try ledger.attempts().map(\.input) == [8])
    }

    @Test("Usage not reported by the server is counted locally, and the row is marked")
    func noUsage() async throws {
        let scene = try MeteredClient(.answer(nil))
        try await scene.create()
        let attempt = try scene.last()
        #expect((attempt.input, attempt.output) == (8, 1))
        #expect(attempt.tokens == .estimated)
        #expect(attempt.cost == Dollars(decimal: "0.00003"))
        #expect(attempt.costKind == .estimated)
    }

    @Test(
        "Invalid usage is not billed: the tokens are counted locally, and the row has the reason",
        arguments: [
            #"{"prompt_tokens":-5,"completion_tokens":2,"total_tokens":-3}"#,
            #"{"prompt_tokens":9223372036854775807,"completion_tokens":9223372036854775807,"total_tokens":1}"#,
            #"{"prompt_tokens":5000000000,"completion_tokens":2,"total_tokens":5000000002}"#,
        ]
    )
    func absurd(usage: String) async throws {
        let scene = try MeteredClient(.answer(usage))
        try await scene.create()
        let attempt = try scene.last()
        #expect(attempt.tokens == .estimated)
        #expect(attempt.cost == Dollars(decimal: "0.00003"))
        #expect(attempt.doubt?.hasPrefix("the reported usage is invalid") == true)
    }

    @Test("A rejected request costs nothing, and an unsent one has no row")
    func failed() async throws {
        let scene = try MeteredClient(.json("{}", status: 500), .fail(TransportError(.refused, reason: "refused")))
        await #expect(throws: OpenAIError.self) { try await scene.create() }
        await #expect(throws: OpenAIError.self) { try await scene.create() }
        let attempts = try await scene.ledger.attempts()
        #expect(attempts.map(\.status) == [.failed])
        #expect(attempts[0].tokens == .none)
        #expect(attempts[0].cost == .zero)
        #expect(attempts[0].httpStatus == 500)
    }

    @Test("A truncated stream is charged for the received text, as an estimate")
    func truncated() async throws {
        let piece = #"data: {"model":"gpt-4o","choices":[{"index":0,"delta":{"content":"Hello"}}]}"# + "\n\n"
        let scene = try MeteredClient(
            .breakOff(
                status: 200,
                headers: ["content-type": "text/event-stream"],
                chunks: [Array(piece.utf8)],
                error: TransportError(.reset, reason: "reset")
            )
        )
        await #expect(throws: OpenAIError.self) {
            for try await _ in try await scene.client.chat.completions.stream(MeteredClient.request()) {}
        }
        let attempt = try scene.last()
        #expect(attempt.status == .truncated)
        #expect((attempt.input, attempt.output) == (8, 1))
        #expect(attempt.costKind == .estimated)
    }

    @Test("A model without a price has an unknown cost, never zero; a free call has a reason")
    func unknownPrice() async throws {
        let scene = try MeteredClient(
            .answer(#"{"prompt_tokens":8,"completion_tokens":2,"total_tokens":10}"#, model: "x")
        )
        try await scene.create("house")
        #expect(try scene.last().cost == nil)
        #expect(try scene.last().costKind == .unknown)
        #expect(try scene.last().doubt == "unknown model 'house'")
        let local = try MeteredClient(.tokens(8, 2)) { $0.freeReason = "the model on this machine" }
        try await local.create("house")
        #expect(try local.last().cost == .zero)
        #expect(try local.last().costKind == .free)
    }

    @Test("The totals by day are the sums of the rows")
    func totals() async throws {
        let scene = try MeteredClient(.tokens(8, 2), .answer(nil), .json("{}", status: 429), .tokens(100, 50))
        for _ in 0..<6 { try? await scene.create() }
        let connection = try scene.folder.connection()
        let sums = try connection.rows("SELECT calls, failed, input, output, cost, estimated_cost FROM usage_total") {
            row in
            (0..<6).map { row.integer(Int32($0)) }
        }
        let total = (0..<6).map { place in sums.reduce(0) { $0 + $1[place] } }
        let attempts = try await scene.ledger.attempts()
        #expect(total[0] == 6)
        #expect(total[1] == 1)
        #expect(total[2] == Int64(attempts.compactMap(\.input).reduce(0, +)))
        #expect(total[3] == Int64(attempts.compactMap(\.output).reduce(0, +)))
        #expect(total[4] + total[5] == attempts.compactMap(\.cost?.picodollars).reduce(0, +))
    }
}
