import Testing
import Waiter
import WaiterModels
import WaiterTokenizer

@Suite("The model catalogue") struct ModelCatalogueTests {
    private let catalogue = ModelCatalogue.builtIn

    @Test("Every bundled entry can be decoded, and its encoding exists")
    func builtIn() throws {
        #expect(catalogue.ids.count > 100)
        #expect(catalogue.entries.count == catalogue.ids.count)
        #expect(catalogue.sources.first?.hasPrefix("litellm ") == true)
        #expect(catalogue.date?.hasPrefix("2026-") == true)
        for entry in catalogue.entries {
            if let name = entry.encoding { _ = try TokenEncoding.named(name) }
            #expect(entry.kind != nil, "\(entry.id)")
        }
    }

    @Test("Its encodings match the tokenizer, except for fine-tuned models where tiktoken is wrong")
    func encodings() {
        for entry in catalogue.entries {
            guard let name = entry.encoding, !entry.id.hasPrefix("ft:gpt-4.1") else { continue }
            let found = TokenEncoding.forModel(entry.id)
            let isKnownHere = entry.id.hasPrefix("ft:o4") || entry.id.hasPrefix("text-embedding-ada-002-v2")
            #expect(found.encoding.name == name || isKnownHere, "\(entry.id)")
            #expect(found.isAssumed == entry.isEncodingAssumed || isKnownHere, "\(entry.id)")
        }
    }

    @Test("The default model has its limits and prices")
    func defaultModel() throws {
        let entry = try #require(catalogue.lookup("gpt-6.1-sol").entry)
        #expect(entry.contextWindow == 1_050_000)
        #expect(entry.inputLimit == 922_000)
        #expect(entry.maxOutput == 128_000)
        #expect(entry.encoding == "o200k_base")
        #expect(entry.isEncodingAssumed)
        let prices = try #require(entry.prices)
        #expect(prices.usual.standard.input?.description == "$2")
        #expect(prices.usual.standard.cachedInput?.description == "$0.10")
        #expect(prices.usual.batch?.output?.description == "$5")
        #expect(prices.usual.tiers[.priority]?.output?.description == "$20")
        #expect(prices.band(forInput: 272_000).standard.input?.description == "$2")
        #expect(prices.band(forInput: 272_001).standard.input?.description == "$4")
        #expect(prices.band(forInput: 272_001).tiers[.flex]?.output?.description == "$7.50")
        #expect(prices.fees[.webSearch]?.dollarsEach == "0.01")
        #expect(entry.capabilities.contains(.vision))
    }

    @Test("Old models have their shutdown date")
    func shutdown() {
        #expect(catalogue.lookup("gpt-5").entry?.shutdownDate == "2026-12-11")
        #expect(catalogue.lookup("gpt-4o").entry?.shutdownDate == nil)
    }

    @Test("A provider prefix and the name of a fine-tune resolve to the model; nothing else does")
    func names() {
        #expect(catalogue.lookup("openai/gpt-4o").entry?.id == "gpt-4o")
        #expect(catalogue.lookup("ft:gpt-4o-2024-08-06:acme::abc").entry?.id == "ft:gpt-4o-2024-08-06")
        #expect(catalogue.lookup("gpt-4p") == .unknown(model: "gpt-4p", nearest: "gpt-4"))
        #expect(catalogue.lookup("gpt-6.1-sol-2027-01-01").entry == nil)
        #expect(catalogue.lookup("llama3:8b") == .unknown(model: "llama3:8b", nearest: nil))
        #expect(catalogue.lookup("").entry == nil)
    }

    @Test("Another catalogue is merged member by member, and null removes one")
    func overlay() throws {
        let json: JSONValue = [
            "source": "mine", "date": "2027-01-02", "future": [1],
            "models": [
                "gpt-4o": ["price": ["input": 3.3, "cached_input": .null], "shutdown": "2027-06-30"],
                "house": ["context": 4096, "price": ["input": "0.015"], "colour": "green"],
            ],
        ]
        let changed = try catalogue.overlaid(with: json)
        let known = try #require(changed.entry("gpt-4o"))
        #expect(known.prices?.usual.standard.input?.dollarsPerMillion == "3.3")
        #expect(known.prices?.usual.standard.cachedInput == nil)
        #expect(known.prices?.usual.standard.output?.dollarsPerMillion == "10")
        #expect(known.contextWindow == 128_000)
        #expect(known.shutdownDate == "2027-06-30")
        #expect(changed.lookup("house").entry?.prices?.usual.standard.input?.picodollars == 15_000)
        #expect(changed.sources.first == "mine")
        #expect(changed.date == "2027-01-02")
        #expect(changed.ids.count == catalogue.ids.count + 1)
    }

    @Test(
        "Malformed entries are rejected with their path",
        arguments: [
            (#"{"models": {"a": {"price": {"input": -1}}}}"#, "models.a.price.input"),
            (#"{"models": {"a": {"price": {"input": "cheap"}}}}"#, "models.a.price.input"),
            (#"{"models": {"a": {"price": {"output": 1e30}}}}"#, "models.a.price.output"),
            (#"{"models": {"a": {"price": {"output": 0.00000012}}}}"#, "models.a.price.output"),
            (#"{"models": {"a": {"price": {"long": {"input": 1}}}}}"#, "models.a.price.long.above"),
            (#"{"models": {"a": {"price": {"long": [{"above": 9}, {"above": 9}]}}}}"#, "models.a.price.long[1].above"),
            (#"{"models": {"a": {"price": {"long": [{"above": 9, "output": ""}]}}}}"#, "models.a.price.long[0].output"),
            (#"{"models": {"a": {"price": {"batch": 0.5}}}}"#, "models.a.price.batch"),
            (#"{"models": {"a": {"price": {"batch": {"factor": -1}}}}}"#, "models.a.price.batch.factor"),
            (#"{"models": {"a": {"price": {"tiers": [1]}}}}"#, "models.a.price.tiers"),
            (#"{"models": {"a": {"price": {"tiers": {"flex": {"input": true}}}}}}"#, "models.a.price.tiers.flex.input"),
            (#"{"models": {"a": {"price": {"audio_input": "1e99"}}}}"#, "models.a.price.audio_input"),
            (#"{"models": {"a": {"price": {"web_search": 1001}}}}"#, "models.a.price.web_search"),
            (#"{"models": {"a": {"context": 0}}}"#, "models.a.context"),
            (#"{"models": {"a": {"context": 1.5}}}"#, "models.a.context"),
            (#"{"models": {"a": {"shutdown": "soon"}}}"#, "models.a.shutdown"),
            (#"{"models": {"a": {"shutdown": "2026-13-01"}}}"#, "models.a.shutdown"),
            (#"{"models": {"a": {"can": ["fly", 1]}}}"#, "models.a.can"),
            (#"{"models": {"a": 3}}"#, "models.a"), (#"{"models": []}"#, "models"), ("{}", "models"), ("[]", ""),
        ]
    )
    func broken(_ text: String, _ place: String) throws {
        let json = try JSONValue(jsonText: text)
        #expect { try ModelCatalogue(json: json) } throws: { ($0 as? ModelCatalogueError)?.place == place }
    }

    @Test("All prices of the source are included: audio, images, tiers, batches and searches")
    func prices() throws {
        func prices(_ id: String) throws -> ModelPrices { try #require(catalogue.entry(id)?.prices) }
        let realtime = try prices("gpt-realtime").usual.standard
        #expect(realtime[.audioInput]?.description == "$32")
        #expect(realtime[.cachedAudioInput]?.description == "$0.40")
        #expect(realtime[.audioOutput]?.description == "$64")
        #expect(realtime[.imageInput]?.description == "$5")
        #expect(realtime[.cachedImageInput]?.description == "$0.50")
        let image = try prices("gpt-image-1.5")
        #expect(image.usual.standard[.imageOutput]?.description == "$32")
        #expect(image.usual.batch?[.imageInput]?.description == "$4")
        #expect(try prices("gpt-6-astra").usual.tiers["ultrafast"]?.output?.description == "$300")
        #expect(try prices("gpt-6.1-sol").usual.standard[.cacheWrite24h]?.description == "$5")
        #expect(try prices("gpt-4.1").fees[.webSearch]?.dollarsEach == "0.025")
        // For gpt-5.5, no long-context price is published in this tier.
        #expect(try prices("gpt-5.5").usual.tiers[.priority] != nil)
        #expect(try prices("gpt-5.5").long.first?.tiers[.priority] == nil)
    }

    @Test("A newer file with unknown members is decoded")
    func unknownMembers() throws {
        let text = """
            {"models": {"a": {"price": {"input": 1, "smell_input": -3, "output": 2, "tiers": {"dawn": {"factor": 3}},
                              "batch": null, "long": null}, "colour": []}}, "version": 9}
            """
        let prices = try #require(ModelCatalogue(json: JSONValue(jsonText: text)).entry("a")?.prices)
        #expect(prices.usual.standard.prices.count == 2)
        #expect(prices.usual.tiers["dawn"]?.factor?.description == "3")
        #expect(prices.usual.batch == nil)
    }

    @Test("The maximum answer is limited by the model, the request, and the remaining context window")
    func outputLimits() throws {
        let entry = try #require(catalogue.entry("gpt-6.1-sol"))
        #expect(entry.outputLimit(input: 100) == 128_000)
        #expect(entry.outputLimit(input: 100, requested: 50) == 50)
        #expect(entry.outputLimit(input: 1_049_990, requested: 50) == 10)
        #expect(CatalogueEntry(id: "x").outputLimit(input: 1) == nil)
    }
}
