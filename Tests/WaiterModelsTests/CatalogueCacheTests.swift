import Testing
import Waiter
import WaiterModels
import WaiterTokenizer

@Suite("What a catalogue remembers of its models") struct CatalogueCacheTests {
    private let usage = CompletionUsage(promptTokens: 1000, completionTokens: 0)

    private func cost(_ model: String, _ catalogue: ModelCatalogue) -> Cost {
        catalogue.cost(of: usage, in: PricingContext(model: model))
    }

    private func list(_ model: String, input: JSONValue) -> JSONValue {
        ["source": "mine", "models": [model: ["encoding": "cl100k_base", "price": ["input": input, "output": 1]]]]
    }

    @Test("A user's own price list applies after the model was priced by the bundled one, which keeps its price")
    func ownList() throws {
        let bundled = ModelCatalogue.builtIn
        let before = cost("gpt-4o", bundled)
        #expect(before.lines.first?.price?.source?.hasPrefix("litellm ") == true)
        let own = try bundled.overlaid(with: list("gpt-4o", input: 100))
        #expect(cost("gpt-4o", own).total?.decimalText == "0.10")
        #expect(cost("gpt-4o", own).lines.first?.price?.source == "mine")
        #expect(cost("gpt-4o", bundled) == before)
        // The maximum and the encoding follow the list as well.
        let context = PricingContext(model: "gpt-4o")
        #expect(own.maxCost(inputTokens: 1000, outputTokens: 0, in: context).total?.decimalText == "0.10")
        #expect(TokenCounter(model: "gpt-4o", catalogue: bundled).encoding == .o200kBase)
        #expect(TokenCounter(model: "gpt-4o", catalogue: own).encoding == .cl100kBase)
    }

    @Test("A model that was unknown is known once a list names it")
    func unknown() throws {
        let bundled = ModelCatalogue.builtIn
        #expect(cost("house", bundled).total == nil)
        #expect(TokenCounter(model: "house", catalogue: bundled).assumption != nil)
        let own = try bundled.overlaid(with: list("house", input: 7))
        #expect(cost("house", own).total?.decimalText == "0.007")
        #expect(TokenCounter(model: "house", catalogue: own).assumption == nil)
        #expect(cost("house", bundled).total == nil)
    }

    @Test("Prices that a list leaves alone keep their source")
    func sources() throws {
        let own = try ModelCatalogue.builtIn.overlaid(with: list("gpt-4o", input: 100))
        let usage = CompletionUsage(
            promptTokens: 1000,
            completionTokens: 10,
            promptTokensDetails: .init(cachedTokens: 400)
        )
        let lines = own.cost(of: usage, in: PricingContext(model: "gpt-4o")).lines
        #expect(lines.first { $0.kind == .input }?.price?.source == "mine")
        #expect(lines.first { $0.kind == .cachedInput }?.price?.source?.hasPrefix("litellm ") == true)
    }

    @Test("Two models keep their own prices and counters, also among more names than are remembered")
    func manyNames() throws {
        let catalogue = try ModelCatalogue(json: ["models": ["a": ["price": ["input": 1, "output": 1]]]])
            .overlaid(with: ["models": ["b": ["price": ["input": 2, "output": 1]]]])
        for round in 0..<3 {
            for number in 0..<1000 {
                let name = "ft:tuned-\(round)-\(number):acme::x"
                #expect(cost(name, catalogue).total == nil)
                #expect(TokenCounter(model: name, catalogue: catalogue).model == name)
            }
            #expect(cost("a", catalogue).total?.decimalText == "0.001")
            #expect(cost("b", catalogue).total?.decimalText == "0.002")
            #expect(cost("openai/b", catalogue).total?.decimalText == "0.002")
            #expect(TokenCounter(model: "a", catalogue: catalogue).model == "a")
        }
    }
}
