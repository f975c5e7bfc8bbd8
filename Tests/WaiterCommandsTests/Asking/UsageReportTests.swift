import Testing
import Waiter
import WaiterModels

@testable import WaiterCommands

@Suite("The usage report of -u") struct UsageReportTests {
    @Test("Tokens, cache, reasoning and timing are on one line; the rate covers the tokens from the first text on")
    func line() {
        let usage = CompletionUsage(
            promptTokens: 120,
            completionTokens: 41,
            promptTokensDetails: .init(cachedTokens: 100),
            completionTokensDetails: .init(reasoningTokens: 8)
        )
        let report = UsageReport(usage: usage, firstText: .milliseconds(500), total: .milliseconds(2500))
        #expect(
            report.text
                == "tokens: 120 in (100 cached), 41 out (8 reasoning), first text after 500 ms, "
                + "total 2.5 s, 16.0 tokens/s"
        )
    }

    @Test("The cost is exact, zero for the local model, and a question mark with a reason if unknown")
    func cost() throws {
        func end(_ cost: Cost) -> Substring {
            let report = UsageReport(usage: nil, firstText: nil, total: .seconds(1), cost: cost)
            return report.text.dropFirst("tokens: ? (not reported by the server), total 1 s, ".count)
        }
        let usage = CompletionUsage(promptTokens: 1, completionTokens: 1)
        #expect(end(ModelCatalogue.builtIn.cost(of: usage, in: PricingContext(model: "gpt-4o"))) == "cost $0.0000125")
        #expect(end(.free("the model on this machine")) == "cost none")
        #expect(end(.unknown(Cost.UnknownReason(.modelUnknown, "a\u{1B}b"))).hasPrefix("cost ? (unknown model 'a"))
        #expect(!end(.unknown(Cost.UnknownReason(.modelUnknown, "a\u{1B}b"))).contains("\u{1B}"))
        #expect(end(.unknown(Cost.UnknownReason(.usageMissing))) == "cost ?")
    }

    @Test("Locally counted values are marked with ~ and a reason")
    func estimated() {
        let usage = CompletionUsage(promptTokens: 8, completionTokens: 1)
        let cost = ModelCatalogue.builtIn.cost(of: usage, in: PricingContext(model: "gpt-4o"))
        let report = UsageReport(
            usage: usage,
            firstText: nil,
            total: .seconds(1),
            cost: cost,
            estimateReason: "not reported by the server"
        )
        #expect(
            report.text
                == "tokens: ~8 in, ~1 out (counted locally: not reported by the server), total 1 s, cost ~$0.00003"
        )
    }

    @Test("If another model answered than requested, the report names the model whose prices were used")
    func otherModel() {
        func end(_ asked: String, _ served: String) -> String {
            let usage = CompletionUsage(promptTokens: 1000, completionTokens: 100)
            let cost = ModelCatalogue.builtIn.cost(of: usage, in: PricingContext(model: asked, servedModel: served))
            let text = UsageReport(usage: usage, firstText: nil, total: .seconds(1), cost: cost).text
            return text.split(separator: ", ").last.map(String.init) ?? ""
        }
        #expect(end("gpt-4o", "gpt-4.1-nano") == "cost $0.00014 at gpt-4.1-nano prices")
        #expect(end("gpt-4o", "gpt-4o-2024-08-06") == "cost $0.0035")
        #expect(end("gpt-4o", "deployment-7") == "cost $0.0035")
    }

    @Test("No number reported by a server breaks the rate", arguments: [Int.min, -1, 0, Int.max])
    func rate(_ tokens: Int) {
        let usage = CompletionUsage(
            promptTokens: 1,
            completionTokens: tokens,
            completionTokensDetails: .init(reasoningTokens: tokens)
        )
        let report = UsageReport(usage: usage, firstText: .seconds(1), total: .seconds(2))
        #expect(report.text.hasSuffix("total 2 s"))
    }

    @Test("Values not reported by the server are unknown, not zero")
    func unknown() {
        let report = UsageReport(usage: nil, firstText: nil, total: .seconds(1))
        #expect(report.text == "tokens: ? (not reported by the server), total 1 s")
    }
}
