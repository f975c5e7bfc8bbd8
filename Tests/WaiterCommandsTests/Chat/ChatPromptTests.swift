import Testing
import WaiterCommands
import WaiterModels
import WaiterStore

@Suite("The chat prompt")
struct ChatPromptTests {
    @Test(
        "Token counts are abbreviated",
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1k"), (1_234, "1.2k"), (9_949, "9.9k"), (9_950, "10k"), (128_000, "128k"),
            (999_499, "999k"), (999_500, "1M"), (1_050_000, "1.1M"), (2_000_000, "2M"), (12_345_678, "12M"),
        ]
    )
    func short(count: Int, text: String) {
        #expect(ContextFill.short(count) == text)
    }

    @Test("An estimate has a tilde, and an unknown context window is omitted")
    func fill() {
        #expect(ContextFill(tokens: 1_234, size: 128_000).words == "1.2k/128k")
        #expect(ContextFill(tokens: 1_234, isExact: false).words == "~1.2k")
    }

    @Test("Known costs are summed, and unknown ones never count as zero")
    func cost() {
        var cost = RunningCost(hasPrice: false)
        #expect(cost.words == "?")
        cost.hasPrice = true
        #expect(cost.words == "$0.00")
        (cost.sum.calls, cost.sum.unknownCalls) = (2, 1)
        #expect(cost.words == "?")
        cost.sum.known = Dollars(picodollars: 1_200_000_000)
        #expect(cost.words == "$0.0012+?")
        cost.sum.unknownCalls = 0
        #expect(cost.words == "$0.0012")
        (cost.sum.estimated, cost.sum.estimatedCalls) = (Dollars(picodollars: 100_000_000), 1)
        #expect(cost.words == "~$0.0013")
    }

    @Test("A narrow terminal gets a shorter prompt with room for input")
    func narrow() {
        var cost = RunningCost(hasPrice: true)
        cost.sum.calls = 1
        cost.sum.known = Dollars(picodollars: 1_200_000_000)
        var prompt = ChatPrompt(model: "gpt-6.1-sol", fill: ContextFill(tokens: 1_234, size: 128_000), cost: cost)
        #expect(prompt.text(columns: 80) == "gpt-6.1-sol 1.2k/128k $0.0012 > ")
        #expect(prompt.text(columns: 60) == "gpt-6.1-sol 1.2k/128k > ")
        #expect(prompt.text(columns: 30) == "1.2k/128k > ")
        #expect(prompt.text(columns: 10) == "> ")
        #expect(prompt.text(columns: 1) == "> ")
        prompt.attachments = 2
        #expect(prompt.text(columns: 100) == "gpt-6.1-sol 1.2k/128k $0.0012 +2 > ")
        prompt.model = "organisation/\u{1B}[2Jname"
        #expect(prompt.text(columns: 200).hasPrefix("\u{FFFD}[2Jname "))
    }
}
