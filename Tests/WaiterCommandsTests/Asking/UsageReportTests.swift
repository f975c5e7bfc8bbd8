import Testing
import Waiter

@testable import WaiterCommands

@Suite("What -u says") struct UsageReportTests {
    @Test("Tokens, cache, reasoning and times stand in one line, the rate counted from the first text")
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
                == "tokens: 120 in (100 cached), 41 out (8 reasoning), first text after 500 ms, in all 2.5 s, 20.0 tokens/s"
        )
    }

    @Test("What the server does not tell is unknown, not zero")
    func unknown() {
        let report = UsageReport(usage: nil, firstText: nil, total: .seconds(1))
        #expect(report.text == "tokens: ? (the server does not say), in all 1 s")
    }
}
