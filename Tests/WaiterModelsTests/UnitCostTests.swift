import Testing
import Waiter
import WaiterModels

@Suite("Costs per second, character and image") struct UnitCostTests {
    private let catalogue = ModelCatalogue.builtIn

    @Test("Audio billed by duration, and speech billed by its text, have prices with a source and a date")
    func rows() throws {
        let rows: [(String, Cost.Kind, String)] = [
            ("whisper-1", .audioSecond, "0.006"), ("gpt-transcribe", .audioSecond, "0.0045"),
            ("gpt-4o-transcribe-diarize", .audioSecond, "0.006"), ("tts-1", .character, "0.0009"),
            ("tts-1-hd", .character, "0.0018"), ("tts-1-1106", .character, "0.0009"),
        ]
        for (model, kind, total) in rows {
            let cost = catalogue.cost(ofUnits: 60, kind, in: PricingContext(model: model))
            #expect(cost.total == Dollars(decimal: total), "\(model)")
            let line = try #require(cost.lines.first)
            #expect(line.quantity == 60 && line.price?.place == ["price", kind.rawValue])
            #expect(line.price?.source?.hasPrefix("litellm") == true && line.price?.date?.hasPrefix("2026-") == true)
        }
        // Their prices per second are estimates, since they are billed by the token.
        for model in ["gpt-4o-transcribe", "gpt-4o-mini-transcribe"] {
            #expect(catalogue.entry(model)?.prices?.fees == [:])
        }
    }

    @Test("A model without the price, a count of zero, a batch and an unknown model have an unknown cost")
    func unknown() {
        func reason(_ model: String, _ count: Int = 1, isBatch: Bool = false) -> String? {
            let context = PricingContext(model: model, isBatch: isBatch)
            let cost = catalogue.cost(ofUnits: count, .audioSecond, in: context)
            #expect(cost.total == nil && !cost.isLowerBound)
            return cost.unknownReasons.first?.description
        }
        #expect(reason("gpt-4o-transcribe") == "no known price for 'audio_second'")
        #expect(reason("whisper-1", 0) == "the reported usage is invalid: audio_second is 0")
        #expect(reason("whisper-1", isBatch: true) == "no known prices for service tier 'batch'")
        #expect(reason("whisper-9") == "unknown model 'whisper-9'")
    }

    @Test("A user's catalogue can set prices per unit, and an invalid one is named")
    func overlaid() throws {
        let own = try catalogue.overlaid(withModels: ["house": ["price": ["image": "0.04"]]], from: "our list")
        let cost = own.cost(ofUnits: 3, .image, in: PricingContext(model: "house"))
        #expect(cost.total == Dollars(decimal: "0.12") && cost.lines.first?.price?.source == "our list")
        let error = #expect(throws: ModelCatalogueError.self) {
            try catalogue.overlaid(withModels: ["house": ["price": ["audio_second": -1]]])
        }
        #expect(error?.place == "models.house.price.audio_second")
    }
}
