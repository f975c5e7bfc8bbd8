import Testing
import WaiterConversation
import WaiterModels

@testable import WaiterCommands

@Suite("Parsing of money amounts") struct DollarAmountTests {
    @Test(
        "A dollar sign, and a decimal point at either end, are accepted",
        arguments: [("5", "5.00"), ("$5", "5.00"), (".50", "0.50"), ("$.5", "0.50"), ("5.", "5.00"), ("1e-3", "0.001")]
    )
    func read(_ text: String, _ amount: String) {
        #expect(DollarAmount.dollars(text)?.decimalText == amount)
        #expect(DollarAmount.complaint(text) == nil)
    }

    @Test(
        "Invalid amounts are distinguished from excessive ones",
        arguments: [
            ("", "such as"), (".", "such as"), ("$", "such as"), ("five", "such as"), ("1.2.3", "such as"),
            ("nan", "such as"),
            ("..5", "such as"), ("-1", "at least 0"), ("99999999", "at most 9223372 dollars"),
            ("1e30", "at most 9223372 dollars"),
        ]
    )
    func refused(_ text: String, _ words: String) {
        #expect(DollarAmount.dollars(text) == nil)
        #expect(DollarAmount.complaint(text)?.contains(words) == true, "\(DollarAmount.complaint(text) ?? "nil")")
    }

    @Test("A negative number is not parsed as an option")
    func negative() {
        for words in [["usage", "budget", "set", "-1"], ["usage", "budget", "set", "--soft", "--per", "day", "-.5"]] {
            let failure = #expect(throws: CommandFailure.self) {
                try ArgumentRewriter(WaiterCommand.tree).rewrite(words)
            }
            #expect(failure?.what.contains("a budget must be at least 0") == true)
        }
        for words in [["ask", "--budget", "-1", "Hi"], ["Hi", "--budget", "-1"], ["chat", "--budget", "-$1"]] {
            let failure = #expect(throws: CommandFailure.self) {
                try ArgumentRewriter(WaiterCommand.tree).rewrite(words)
            }
            #expect(failure?.what.contains("--budget must be at least 0") == true)
        }
        #expect(throws: Never.self) {
            try ArgumentRewriter(WaiterCommand.tree).rewrite(["ask", "--", "--budget", "-1"])
        }
        #expect(throws: Never.self) {
            try ArgumentRewriter(WaiterCommand.tree).rewrite(["usage", "budget", "set", "1", "-m", "-1"])
        }
    }
}
