import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@Suite("Invariants of every cost") struct CostPropertyTests {
    /// Returns a catalogue of one model with random prices.
    private static func catalogue(_ random: inout SeededRandom) throws -> ModelCatalogue {
        func rates(_ random: inout SeededRandom) -> JSONObject {
            let kinds = [
                "input", "cached_input", "cache_write", "cache_write_24h", "output", "audio_input", "audio_output",
                "image_input", "reasoning",
            ]
            return JSONObject(
                kinds.compactMap { kind in
                    let isNeeded = kind == "input" || kind == "output"
                    guard isNeeded || Int.random(in: 0..<4, using: &random) > 0 else { return nil }
                    // The smallest prices are those affected by rounding.
                    let greatest: Int64 = Bool.random(using: &random) ? 3 : 40_000_000
                    let price = ModelPrices.TokenPrice(picodollars: Int64.random(in: 0...greatest, using: &random))
                    return (kind, .string(price.dollarsPerMillion))
                }
            )
        }
        func factor(_ random: inout SeededRandom) -> JSONValue {
            let factor = ModelPrices.Factor(millionths: Int64.random(in: 0...3_000_000, using: &random))
            return ["factor": .string("\(factor)")]
        }
        var price = rates(&random)
        price["batch"] = factor(&random)
        price["tiers"] = ["flex": factor(&random), "priority": .object(rates(&random))]
        var long = rates(&random)
        long["above"] = .integer(Int64.random(in: 1...5000, using: &random))
        long["batch"] = factor(&random)
        long["tiers"] = ["flex": factor(&random), "priority": .object(rates(&random))]
        price["long"] = .object(long)
        return try ModelCatalogue(json: ["models": ["m": ["price": .object(price)]]])
    }

    private static func terms(_ random: inout SeededRandom) -> PricingContext {
        let tiers: [ServiceTier?] = [nil, .flex, .priority]
        let isBatch = Bool.random(using: &random)
        return PricingContext(
            model: "m",
            serviceTier: isBatch ? nil : tiers.randomElement(using: &random) ?? nil,
            isBatch: isBatch,
            keepsCacheForDay: Bool.random(using: &random)
        )
    }

    /// Counts of text, cached, cache-write, audio and image input, then of text, reasoning and audio output.
    private static func usage(_ counts: [Int]) -> CompletionUsage {
        CompletionUsage(
            promptTokens: counts[0] + counts[1] + counts[2] + counts[3] + counts[4],
            completionTokens: counts[5] + counts[6] + counts[7],
            promptTokensDetails: .init(
                cachedTokens: counts[1],
                cacheWriteTokens: counts[2],
                audioTokens: counts[3],
                imageTokens: counts[4]
            ),
            completionTokensDetails: .init(reasoningTokens: counts[6], audioTokens: counts[7])
        )
    }

    @Test(
        "The lines cover all tokens and add up to the total, and the maximum cost is never lower",
        arguments: 0..<8
    )
    func sums(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var known = 0
        for round in 0..<150 {
            let catalogue = try Self.catalogue(&random)
            let terms = Self.terms(&random)
            var counts = (0..<8).map { _ in Int.random(in: 0...1500, using: &random) }
            // Each is often missing.
            for position in counts.indices where Bool.random(using: &random) { counts[position] = 0 }
            counts[0] += 1
            let usage = Self.usage(counts)
            let cost = catalogue.cost(of: usage, in: terms)
            guard let total = cost.total else { continue }
            known += 1
            let place = "seed \(seed), round \(round): \(counts)"
            #expect(cost.lines.reduce(0) { $0 + $1.quantity } == usage.totalTokens, "\(place)")
            let sum = cost.lines.reduce(Int64(0)) { $0 + ($1.amount?.picodollars ?? 0) }
            #expect(sum == total.picodollars, "\(place)")
            let limits = (
                usage.promptTokens + Int.random(in: 0...900, using: &random),
                usage.completionTokens + Int.random(in: 0...900, using: &random)
            )
            let most = catalogue.maxCost(inputTokens: limits.0, outputTokens: limits.1, in: terms)
            #expect(try #require(most.total, "\(place)") >= total, "\(place), limits \(limits)")
        }
        #expect(known > 30, "seed \(seed)")
    }

    @Test("An additional token never costs less at the same prices", arguments: 0..<8)
    func monotone(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed + 100)
        for round in 0..<150 {
            let catalogue = try Self.catalogue(&random)
            let terms = Self.terms(&random)
            var counts = (0..<8).map { _ in Int.random(in: 1...1500, using: &random) }
            if Bool.random(using: &random) { (counts[1], counts[2]) = (0, 0) } else { (counts[3], counts[4]) = (0, 0) }
            let before = catalogue.cost(of: Self.usage(counts), in: terms)
            let position = counts.indices.filter { counts[$0] > 0 }.randomElement(using: &random) ?? 0
            counts[position] += 1
            let after = catalogue.cost(of: Self.usage(counts), in: terms)
            let places = [before, after].map { $0.lines.map { $0.price?.place } }
            guard let less = before.total, let more = after.total, places[0] == places[1] else { continue }
            #expect(more >= less, "seed \(seed), round \(round): \(counts), one more of \(position)")
        }
    }
}
