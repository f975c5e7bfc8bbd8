import Testing
import Waiter
import WaiterModels

@Suite("Unknown costs") struct UnknownCostTests {
    private let catalogue: ModelCatalogue
    private let terms = PricingContext(model: "m")

    init() throws {
        let json = """
            {"source": "list", "date": "2026-11-01", "models": {
                "m": {"price": {"input": 2, "cached_input": 1, "output": 10,
                                "long": {"above": 1000, "input": 3, "output": 15}}},
                "half": {"price": {"output": 10}}, "none": {"context": 5},
                "voice": {"price": {"input": 2, "cached_input": 1, "output": 10, "audio_input": 30}},
                "dear": {"price": {"input": 1000000, "output": 1000000}}
            }}
            """
        catalogue = try ModelCatalogue(json: JSONValue(jsonText: json))
    }

    private func cost(_ usage: CompletionUsage?, _ terms: PricingContext? = nil) -> Cost {
        catalogue.cost(of: usage, in: terms ?? self.terms)
    }

    @Test("Without reported usage, the cost is unknown, never 0")
    func noUsage() {
        #expect(cost(nil).total == nil)
        #expect(cost(nil).unknownReasons.map(\.code) == [.usageMissing])
        // The usage decoded from `"usage": {}`.
        let empty = cost(CompletionUsage())
        #expect(empty.total == nil)
        #expect(empty.unknownReasons.first?.description == "the reported usage is invalid: prompt_tokens is 0")
    }

    @Test("A model that searches with every call has an unknown cost until the number of searches is given")
    func alwaysSearches() {
        let prices = ModelCatalogue.builtIn
        let usage = CompletionUsage(promptTokens: 10, completionTokens: 7)
        let searching = prices.entries.filter(\.alwaysSearches)
        #expect(searching.map(\.id).contains("gpt-5-search-api"))
        #expect(searching.count == prices.ids.count { $0.contains("-search-") && !$0.contains("deep") })
        for entry in searching {
            let costs = [
                prices.cost(of: usage, in: PricingContext(model: entry.id)),
                // A gateway may report the underlying model.
                prices.cost(of: usage, in: PricingContext(model: entry.id, servedModel: "gpt-4o")),
                prices.cost(of: usage, in: PricingContext(model: "x", servedModel: entry.id)),
                prices.maxCost(inputTokens: 10, outputTokens: 7, in: PricingContext(model: entry.id)),
                entry.cost(of: usage, in: PricingContext(model: entry.id)),
                entry.maxCost(inputTokens: 10, outputTokens: 7, in: PricingContext(model: entry.id)),
            ]
            for cost in costs {
                #expect(cost.total == nil)
                #expect(cost.unknownReasons == [Cost.UnknownReason(.countUnknown, "web_search")])
            }
        }
        let told = PricingContext(model: "gpt-4o-mini-search-preview", webSearches: 1)
        #expect(prices.cost(of: usage, in: told).total == Dollars(decimal: "0.0250057"))
    }

    @Test("A missing price is reported, and the rest is the known part")
    func missing() throws {
        let cost = cost(CompletionUsage(promptTokens: 10, completionTokens: 5), PricingContext(model: "half"))
        #expect(cost.total == nil)
        #expect(cost.missing == [.input])
        #expect(cost.known?.description == "$0.00005")
        #expect(cost.unknownReasons.map(\.description) == ["no known price for 'input'"])
        let written = CompletionUsage(
            promptTokens: 10,
            completionTokens: 1,
            promptTokensDetails: .init(cacheWriteTokens: 4)
        )
        #expect(self.cost(written).missing == [.cacheWrite])
        let sound = CompletionUsage(promptTokens: 10, completionTokens: 1, promptTokensDetails: .init(audioTokens: 4))
        #expect(self.cost(sound).missing == [.audioInput])
        #expect(self.cost(CompletionUsage(promptTokens: 1), PricingContext(model: "none")).total == nil)
    }

    @Test("Cached input without a price of its own is priced as input, and the cost reports this assumption")
    func assumedCachePrice() throws {
        let usage = CompletionUsage(
            promptTokens: 1000,
            completionTokens: 0,
            promptTokensDetails: .init(cachedTokens: 400)
        )
        let json = #"{"models": {"own": {"price": {"input": 2, "output": 10}}}}"#
        let own = try ModelCatalogue(json: JSONValue(jsonText: json))
        let assumed = own.cost(of: usage, in: PricingContext(model: "own"))
        #expect(assumed.total == Dollars(decimal: "0.002"))
        #expect(assumed.assumptions == ["no known price for 'cached_input'; priced as 'input'"])
        let line = try #require(assumed.lines.first { $0.kind == .cachedInput })
        #expect(line.price?.substitutes == .cachedInput)
        #expect(line.price?.description == "own price.input, substituted for cached_input")
        #expect(cost(usage).assumptions == [] && cost(usage).total == Dollars(decimal: "0.0016"))
    }

    @Test("A cached price for short contexts is not used for long ones")
    func longWithoutCache() {
        let details = CompletionUsage.PromptTokensDetails(cachedTokens: 4)
        #expect(cost(CompletionUsage(promptTokens: 1000, promptTokensDetails: details)).total != nil)
        #expect(cost(CompletionUsage(promptTokens: 1001, promptTokensDetails: details)).missing == [.cachedInput])
    }

    @Test(
        "A tier without known prices is reported, in batches as well",
        arguments: [
            (PricingContext(model: "m", serviceTier: "flex"), "flex"),
            (PricingContext(model: "m", isBatch: true), "batch"),
            (PricingContext(model: "m", serviceTier: .scale), "scale"),
        ]
    )
    func tiers(_ terms: PricingContext, _ name: String) {
        let cost = cost(CompletionUsage(promptTokens: 1, completionTokens: 1), terms)
        #expect(cost.total == nil)
        #expect(cost.unknownReasons.first == Cost.UnknownReason(.tierUnknown, name))
        #expect(catalogue.maxCost(inputTokens: 1, outputTokens: 1, in: terms).total == nil)
    }

    @Test("Cached tokens that may be audio make the input cost unknown, and the output stays known")
    func ambiguous() {
        let usage = CompletionUsage(
            promptTokens: 10,
            completionTokens: 1,
            promptTokensDetails: .init(cachedTokens: 5, audioTokens: 5)
        )
        let cost = cost(usage, PricingContext(model: "voice"))
        #expect(cost.unknownReasons == [Cost.UnknownReason(.usageAmbiguous, "audio")])
        #expect(cost.known?.description == "$0.00001")
    }

    @Test("An unknown number of searches makes the cost unknown")
    func searches() {
        let usage = CompletionUsage(promptTokens: 1, completionTokens: 1)
        #expect(cost(usage, PricingContext(model: "m", webSearches: nil)).total == nil)
        #expect(cost(usage, PricingContext(model: "m", webSearches: -1)).total == nil)
        #expect(cost(usage, PricingContext(model: "m", webSearches: 1)).missing == [.webSearch])
    }

    @Test("An overflowing amount is reported, and nothing traps")
    func tooLarge() {
        let terms = PricingContext(model: "dear")
        // 64 bits hold nine million dollars: 9,223,372 of these tokens, and not one more.
        #expect(cost(CompletionUsage(promptTokens: 9_223_372), terms).total?.description == "$9223372.00")
        let one = cost(CompletionUsage(promptTokens: 9_223_373), terms)
        #expect(one.unknownReasons == [Cost.UnknownReason(.tooLarge, "input")])
        #expect(one.missing == [])
        let sum = cost(CompletionUsage(promptTokens: 9_000_000, completionTokens: 9_000_000), terms)
        #expect(sum.unknownReasons == [Cost.UnknownReason(.tooLarge, "total")])
        #expect(sum.known == nil)
        #expect(cost(CompletionUsage(promptTokens: .max - 1, completionTokens: 1)).total == nil)
        #expect(catalogue.maxCost(inputTokens: .max, outputTokens: .max, in: terms).total == nil)
    }

    @Test("The maximum cost is unknown if a price, a model or a limit is")
    func maximum() {
        func most(_ model: String, output: Int?) -> Cost {
            catalogue.maxCost(inputTokens: 10, outputTokens: output, in: PricingContext(model: model))
        }
        #expect(most("m", output: 5).total?.description == "$0.00007")
        #expect(most("m", output: nil).unknownReasons == [Cost.UnknownReason(.outputUnlimited)])
        #expect(most("half", output: 5).missing == [.input])
        #expect(most("q", output: 5).unknownReasons == [Cost.UnknownReason(.modelUnknown, "q")])
        #expect(catalogue.maxCost(inputTokens: -1, outputTokens: 5, in: terms).total == nil)
        #expect(catalogue.maxCost(inputTokens: 0, outputTokens: 0, in: PricingContext(model: "none")).total == nil)
        // Audio is the most expensive possible output.
        #expect(most("voice", output: 0).total?.description == "$0.0003")
    }

    @Test("A free call has a reason, and an unknown cost is not free")
    func free() {
        let free = Cost.free("the model on this machine")
        #expect(free.total == .zero)
        #expect(free.isFree)
        #expect(!cost(nil).isFree)
        #expect(cost(nil).description == "?")
    }

    @Test("The price of the model that answered is used if known, and the cost names the model")
    func served() {
        let usage = CompletionUsage(promptTokens: 10, completionTokens: 1)
        func basis(_ asked: String, _ served: String?) -> Cost.Basis? {
            cost(usage, PricingContext(model: asked, servedModel: served)).basis
        }
        #expect(basis("m", "voice") == Cost.Basis(asked: "m", served: "voice", entry: "voice", usesServed: true))
        #expect(basis("m", "voice")?.relation == .other)
        #expect(
            basis("m", "m-2026-11-01") == Cost.Basis(asked: "m", served: "m-2026-11-01", entry: "m", usesServed: false)
        )
        #expect(basis("m", "m-2026-11-01")?.relation == .snapshot)
        #expect(basis("m", "m-mini")?.relation == .other)
        #expect(basis("m", "")?.relation == .same)
        #expect(basis("lab/m", "m")?.relation == .same)
        #expect(basis("q", "z")?.entry == nil)
        #expect(cost(usage, PricingContext(model: "q", servedModel: "m")).total != nil)
        // An answering model without prices is not charged at the prices of the requested one.
        #expect(cost(usage, PricingContext(model: "m", servedModel: "none")).total == nil)
    }

    @Test("Each price names the list that it comes from, also with several merged lists")
    func origins() throws {
        let models = try JSONValue(jsonText: #"{"m": {"price": {"input": 4, "long": {"above": 9, "output": 20}}}}"#)
        let own = try catalogue.overlaid(withModels: try #require(models.objectValue), from: "config.json")
        let cost = own.cost(of: CompletionUsage(promptTokens: 5, completionTokens: 1), in: terms)
        #expect(cost.lines.map { $0.price?.source } == ["config.json", "list"])
        #expect(cost.lines.map { $0.price?.date } == [nil, "2026-11-01"])
        #expect(cost.lines.last?.price?.description == "m price.output (list, 2026-11-01)")
        let long = own.cost(of: CompletionUsage(promptTokens: 10, completionTokens: 1), in: terms)
        #expect(long.lines.map { $0.price?.source } == ["list", "config.json"])
    }
}
