import Testing
import Waiter
import WaiterTestSupport

@testable import WaiterModels

@Suite("Invalid usage") struct CostDefectTests {
    private typealias Input = CompletionUsage.PromptTokensDetails
    private typealias Output = CompletionUsage.CompletionTokensDetails

    private static let harmful: [(CompletionUsage, Cost.UsageAnomaly)] = [
        (.init(promptTokens: -1, completionTokens: 5), .init(.negative, "prompt_tokens")),
        (.init(promptTokens: 5, completionTokens: .min, totalTokens: 5), .init(.negative, "completion_tokens")),
        (.init(promptTokens: 5, totalTokens: -5), .init(.negative, "total_tokens")),
        (
            .init(promptTokens: 5, promptTokensDetails: Input(cachedTokens: -3)),
            .init(.negative, "prompt_tokens_details.cached_tokens")
        ),
        (
            .init(promptTokens: 5, completionTokens: 5, completionTokensDetails: Output(reasoningTokens: -3)),
            .init(.negative, "completion_tokens_details.reasoning_tokens")
        ),
        (.init(promptTokens: .max, completionTokens: .max), .init(.overflow, "total_tokens")),
        (.init(promptTokens: 0, completionTokens: 5), .init(.noInput, "prompt_tokens")),
        (.init(promptTokens: 5, completionTokens: 5, totalTokens: 11), .init(.totalDiffers, "total_tokens")),
        (.init(promptTokens: 5, completionTokens: 5, totalTokens: 9), .init(.totalDiffers, "total_tokens")),
        (
            .init(promptTokens: 5, promptTokensDetails: Input(cachedTokens: 6)),
            .init(.exceeds, "prompt_tokens_details.cached_tokens")
        ),
        (
            .init(promptTokens: 5, promptTokensDetails: Input(cachedTokens: 3, cacheWriteTokens: 3)),
            .init(.exceeds, "prompt_tokens_details.cache_write_tokens")
        ),
        (
            .init(promptTokens: 5, promptTokensDetails: Input(cachedTokens: 5, cacheWriteTokens: .max)),
            .init(.exceeds, "prompt_tokens_details.cache_write_tokens")
        ),
        (
            .init(promptTokens: 5, promptTokensDetails: Input(audioTokens: 3, imageTokens: 3)),
            .init(.exceeds, "prompt_tokens_details.image_tokens")
        ),
        (
            .init(promptTokens: 5, promptTokensDetails: Input(audioTokens: 3, textTokens: 3)),
            .init(.exceeds, "prompt_tokens_details.text_tokens")
        ),
        (
            .init(promptTokens: 5, completionTokens: 5, completionTokensDetails: Output(reasoningTokens: 6)),
            .init(.exceeds, "completion_tokens_details.reasoning_tokens")
        ),
        (
            .init(
                promptTokens: 5,
                completionTokens: 5,
                completionTokensDetails: Output(reasoningTokens: 3, audioTokens: 3)
            ),
            .init(.exceeds, "completion_tokens_details.audio_tokens")
        ),
        (
            .init(
                promptTokens: 5,
                completionTokens: 5,
                completionTokensDetails: Output(audioTokens: 3, imageTokens: 3)
            ),
            .init(.exceeds, "completion_tokens_details.image_tokens")
        ),
        (
            .init(promptTokens: 5, completionTokens: 5, completionTokensDetails: Output(rejectedPredictionTokens: 6)),
            .init(.exceeds, "completion_tokens_details.rejected_prediction_tokens")
        ),
    ]

    @Test("It is reported, and its cost is unknown", arguments: harmful)
    func refused(_ usage: CompletionUsage, _ defect: Cost.UsageAnomaly) {
        #expect(usage.anomalies == [defect])
        let cost = ModelCatalogue.builtIn.cost(of: usage, in: PricingContext(model: "gpt-6.1-sol"))
        #expect(cost.total == nil)
        #expect(cost.lines == [])
        #expect(cost.anomalies == [defect])
        #expect(cost.unknownReasons == [Cost.UnknownReason(.usageDefective, "\(defect)")])
    }

    @Test("A missing total, and reasoning included only in the total, are reported without effect on the cost")
    func tolerated() {
        let prices = ModelCatalogue.builtIn
        let missing = CompletionUsage(promptTokens: 10, completionTokens: 5, totalTokens: 0)
        let cost = prices.cost(of: missing, in: PricingContext(model: "gpt-6.1-sol"))
        #expect(cost.anomalies == [Cost.UsageAnomaly(.totalMissing, "total_tokens")])
        #expect(cost.total?.description == "$0.00007")
        let beside = CompletionUsage(
            promptTokens: 10,
            completionTokens: 5,
            totalTokens: 35,
            completionTokensDetails: Output(reasoningTokens: 20)
        )
        let thought = prices.cost(of: beside, in: PricingContext(model: "gpt-6.1-sol"))
        #expect(thought.anomalies.map(\.code) == [.reasoningBeside])
        #expect(thought.total?.description == "$0.00027")
    }

    @Test("Consistent usage has no anomaly")
    func sound() {
        let usage = CompletionUsage(
            promptTokens: 10,
            completionTokens: 5,
            promptTokensDetails: Input(cachedTokens: 4, cacheWriteTokens: 6, textTokens: 10),
            completionTokensDetails: Output(reasoningTokens: 5, rejectedPredictionTokens: 5)
        )
        #expect(usage.anomalies == [])
    }

    @Test("No numbers trap or cost less than zero")
    func absurd() {
        let numbers = [Int.min, -1, 0, 1, 3, 1_000_000, Int.max - 1, Int.max]
        for prompt in numbers {
            for completion in numbers {
                for part in numbers {
                    let usage = CompletionUsage(
                        promptTokens: prompt,
                        completionTokens: completion,
                        totalTokens: part,
                        promptTokensDetails: Input(cachedTokens: part, cacheWriteTokens: part, textTokens: part),
                        completionTokensDetails: Output(reasoningTokens: part, audioTokens: part)
                    )
                    let cost = ModelCatalogue.builtIn.cost(of: usage, in: PricingContext(model: "gpt-6.1-sol"))
                    #expect(
                        cost.total.map { $0 >= .zero } ?? !cost.unknownReasons.isEmpty,
                        "\(prompt) \(completion) \(part)"
                    )
                }
            }
        }
    }

    @Test("Counts that agree at a glance have no anomaly", arguments: UInt64(1)...20)
    func glance(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        func count() -> Int? {
            let counts: [Int?] = [nil, 0, 1, 2, 3, 5, 8, -1, .max]
            return counts[Int.random(in: 0..<(Int.random(in: 0..<8, using: &random) == 0 ? 9 : 7), using: &random)]
        }
        for _ in 0..<2000 {
            let (input, output) = (count() ?? 8, count() ?? 8)
            let details = Bool.random(using: &random)
            let usage = CompletionUsage(
                promptTokens: input,
                completionTokens: output,
                totalTokens: Int.random(in: 0..<4, using: &random) == 0 ? count() : nil,
                promptTokensDetails: details
                    ? Input(
                        cachedTokens: count(),
                        cacheWriteTokens: count(),
                        audioTokens: count(),
                        imageTokens: count(),
                        textTokens: count()
                    ) : nil,
                completionTokensDetails: details
                    ? Output(
                        reasoningTokens: count(),
                        acceptedPredictionTokens: count(),
                        rejectedPredictionTokens: count(),
                        audioTokens: count(),
                        textTokens: count()
                    ) : nil
            )
            #expect(usage.anomalies == usage.foundAnomalies, "seed \(seed): \(usage)")
        }
    }
}
