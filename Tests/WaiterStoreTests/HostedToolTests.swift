import Foundation
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterStore

@Suite("Costs of the Responses API and of tools that the provider runs")
struct HostedToolTests {
    private func request(
        _ tools: [ResponseTool] = [],
        model: String = "gpt-4.1",
        most: Int? = 100,
        calls: Int? = nil
    ) -> ResponsesRequest {
        var request = ResponsesRequest(model: model, input: "What is an API?")
        request.tools = tools.isEmpty ? nil : tools
        request.maxOutputTokens = most
        request.maxToolCalls = calls
        return request
    }

    /// An answer of 1000 tokens in and 100 out after these items.
    private func answer(_ items: String..., model: String = "gpt-4.1") -> ScriptedTransport.Step {
        let message = #"{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi"}]}"#
        return .json(
            """
            {"id":"r1","object":"response","status":"completed","model":"\(model)",
            "output":[\((items + [message]).joined(separator: ","))],
            "usage":{"input_tokens":1000,"output_tokens":100,"total_tokens":1100}}
            """
        )
    }

    private func budgeted(_ steps: ScriptedTransport.Step..., limit: String = "100") throws -> MeteredClient {
        let scene = try MeteredClient(steps[0], steps.count > 1 ? steps[1] : steps[0])
        try scene.ledger.set(Budget(limit: try Dollars(limit), period: .month))
        return scene
    }

    @Test("Searches, file searches and containers are billed by call at dated prices; opened pages are not")
    func billed() async throws {
        let scene = try MeteredClient(
            answer(
                #"{"type":"web_search_call","id":"w1","action":{"type":"search","query":"x"}}"#,
                #"{"type":"web_search_call","id":"w2","action":{"type":"open_page","url":"https://a.example"}}"#,
                #"{"type":"web_search_call","id":"w3","action":{"type":"search","query":"y"}}"#,
                #"{"type":"file_search_call","id":"f1"}"#,
                #"{"type":"code_interpreter_call","id":"c1","container_id":"k"}"#,
                #"{"type":"code_interpreter_call","id":"c2","container_id":"k"}"#
            )
        )
        _ = try await scene.client.responses.create(
            request([.webSearch(), .codeInterpreter(.init(json: ["type": "code_interpreter"]))])
        )
        let attempt = try scene.last()
        #expect(attempt.operation == "responses.create")
        #expect((attempt.input, attempt.output) == (1000, 100))
        // 1000 tokens at $2 and 100 at $8 per million, two searches at $0.025, one at $0.0025, a container at $0.03.
        #expect(attempt.cost == Dollars(decimal: "0.0853"))
        #expect(attempt.costKind == .known)
    }

    @Test("A tool without a price makes the cost a lower bound, which the bill and the budget show")
    func lowerBound() async throws {
        let scene = try budgeted(answer(#"{"type":"image_generation_call","id":"i1","status":"completed"}"#))
        try await scene.ledger.set(Budget(limit: Dollars("100"), period: .month, allowsUnknownPrices: true))
        _ = try await scene.client.responses.create(
            request([.imageGeneration(.init(json: ["type": "image_generation"]))], calls: 1)
        )
        let attempt = try scene.last()
        #expect(attempt.cost == nil)
        #expect(attempt.costKind == .unknown)
        #expect(attempt.doubt == "at least $0.0028: no known price for 'image_generation'")
        #expect(attempt.counted == Dollars(decimal: "0.0028"))
    }

    @Test("A hard budget refuses a hosted tool without max_tool_calls, and names it")
    func unlimited() async throws {
        for tool in [
            ResponseTool.webSearch(), .codeInterpreter(.init(json: ["type": "code_interpreter"])),
            .fileSearch(vectorStoreIDs: ["v"]),
        ] {
            let scene = try budgeted(answer())
            let error = await #expect(throws: OpenAIError.self) {
                _ = try await scene.client.responses.create(request([tool]))
            }
            let refusal = try #require(error?.underlying as? BudgetRefusal)
            #expect(refusal.asked == nil)
            #expect(refusal.doubt?.code == .countUnknown)
            #expect(scene.transport.requests.isEmpty)
        }
    }

    @Test(
        "With max_tool_calls, the reservation has the price of each call, and the input that each call may read again"
    )
    func limited() async throws {
        let scene = try budgeted(answer())
        _ = try await scene.client.responses.create(request([.webSearch()], calls: 2))
        // Three times the context of 1,047,576 tokens at $2 per million, 100 tokens at $8, and two searches at $0.025.
        #expect(try scene.last().reserved == Dollars(decimal: "6.336256"))
        let small = try budgeted(answer(), limit: "6")
        await #expect(throws: OpenAIError.self) {
            _ = try await small.client.responses.create(request([.webSearch()], calls: 2))
        }
        #expect(small.transport.requests.isEmpty)
        // A tool without a price has no maximum.
        await #expect(throws: OpenAIError.self) {
            _ = try await scene.client.responses.create(
                request([.imageGeneration(.init(json: ["type": "image_generation"]))], calls: 1)
            )
        }
    }

    @Test("The input of a request without hosted tools is counted with a margin, and encrypted reasoning by its length")
    func reserved() async throws {
        let function = ResponseTool.function(name: "f", parameters: ["type": "object"])
        let scene = try budgeted(answer(), limit: "0.01")
        _ = try await scene.client.responses.create(request([function]))
        let plain = try #require(try scene.last().reserved)
        #expect(plain < (try Dollars("0.002")), "\(plain)")
        var continued = request()
        let reasoning = ResponseItem.reasoning(
            .init(json: [
                "type": "reasoning", "summary": [], "encrypted_content": .string(String(repeating: "x", count: 1000)),
            ])
        )
        continued.input = .items([.user("What is an API?"), reasoning, .user("And a waiter?")])
        _ = try await scene.client.responses.create(continued)
        let reserved = try #require(try scene.last().reserved)
        // At least a thousand tokens at $2 per million.
        #expect(reserved > (try Dollars("0.002")), "\(reserved)")
    }

    @Test("A conversation stored on the server may be as long as the context of the model")
    func stored() async throws {
        let scene = try budgeted(answer())
        var continued = request()
        continued.previousResponseID = "resp_1"
        _ = try await scene.client.responses.create(continued)
        #expect(try #require(try scene.last().reserved) > (try Dollars("2")))
    }

    @Test("Prices of tools can be overridden, and their source and date are known")
    func rows() throws {
        let built = ModelCatalogue.builtIn
        let file = try #require(built.toolPrices[.fileSearch])
        #expect(file.price.dollarsEach == "0.0025")
        #expect(file.date?.hasPrefix("2026-") == true)
        let json: JSONValue = [
            "source": "our list", "date": "2026-12-01", "tools": ["mcp": ["price": "0.001"]], "models": [:],
        ]
        let catalogue = try built.overlaid(with: json)
        let usage = CompletionUsage(promptTokens: 1000, completionTokens: 100)
        let context = PricingContext(model: "gpt-4.1", hostedCalls: ["mcp": 2, .fileSearch: 1])
        let cost = catalogue.cost(of: usage, in: context)
        #expect(cost.total == Dollars(decimal: "0.0073"))
        let line = try #require(cost.lines.first { $0.kind == "mcp" })
        #expect((line.price?.source, line.price?.date) == ("our list", "2026-12-01"))
        let error = #expect(throws: ModelCatalogueError.self) {
            try built.overlaid(with: ["tools": ["mcp": ["price": -1]], "models": [:]])
        }
        #expect(error?.place == "tools.mcp.price")
        let unknown = built.cost(of: usage, in: PricingContext(model: "gpt-4.1", hostedCalls: ["mcp": 1]))
        #expect(unknown.isLowerBound && unknown.total == nil && unknown.known == Dollars(decimal: "0.0028"))
    }
}
