import Testing
import Waiter
import WaiterModels

@testable import struct Waiter.ToolProgress

@Suite("Stop conditions")
struct StopConditionTests {
    private func progress(_ usages: [CompletionUsage?], model: String = "gpt-6.1-sol", called: [String] = [])
        -> ToolProgress
    {
        var progress = ToolProgress()
        progress.steps = usages.map { .init(model: model, servedModel: "", usage: $0, serviceTier: nil) }
        if !progress.steps.isEmpty { progress.steps[progress.steps.count - 1].called = called }
        return progress
    }

    private let usage = CompletionUsage(promptTokens: 1000, completionTokens: 1000)

    @Test("Steps, tokens and calls are counted")
    func simple() {
        #expect(StopCondition.steps(2).verdict(progress([usage])) == .proceed)
        #expect(StopCondition.steps(2).verdict(progress([usage, usage])) == .stop)
        #expect(StopCondition.tokens(4000).verdict(progress([usage])) == .proceed)
        #expect(StopCondition.tokens(4000).verdict(progress([usage, usage])) == .stop)
        #expect(StopCondition.called("finish").verdict(progress([usage], called: ["add"])) == .proceed)
        #expect(StopCondition.called("finish").verdict(progress([usage], called: ["add", "finish"])) == .stop)
    }

    @Test("Conditions combine with || and &&")
    func combined() {
        let either: StopCondition = .steps(5) || .called("finish")
        #expect(either.verdict(progress([usage])) == .proceed)
        #expect(either.verdict(progress([usage], called: ["finish"])) == .stop)
        let both: StopCondition = .steps(2) && .called("finish")
        #expect(both.verdict(progress([usage], called: ["finish"])) == .proceed)
        #expect(both.verdict(progress([usage, usage], called: ["finish"])) == .stop)
        #expect(either.description == "5 steps or a call to finish")
        #expect(both.description == "2 steps and a call to finish")
    }

    @Test("A step without usage stops a loop that counts tokens, even in a combination")
    func unknownUsage() {
        for condition in [.tokens(1000), .tokens(1000) || .steps(9), .steps(9) && .tokens(1000)] as [StopCondition] {
            guard case .undetermined = condition.verdict(progress([nil])) else {
                Issue.record("\(condition)")
                continue
            }
        }
    }

    @Test("The cost of all steps is bounded; an unknown price stops the loop")
    func cost() {
        #expect(StopCondition.cost(.dollars(1)).verdict(progress([usage])) == .proceed)
        #expect(StopCondition.cost(.cents(0)).verdict(progress([usage])) == .stop)
        var reported = usage
        reported.cost = 0.03
        #expect(StopCondition.cost(.cents(5)).verdict(progress([reported], model: "unheard-of")) == .proceed)
        #expect(StopCondition.cost(.cents(5)).verdict(progress([reported, reported], model: "unheard-of")) == .stop)
        let unknown = (StopCondition.cost(.cents(5)) || .steps(9)).verdict(progress([usage], model: "unheard-of"))
        #expect(unknown == .undetermined("the cost of a step is unknown"))
    }
}
