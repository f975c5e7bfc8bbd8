import Testing
import WaiterConversation

@Suite("Money") struct MoneyTests {
    @Test(
        "A price is the decimal that was written, to the last place",
        arguments: [
            ("2.50", 2_500_000 as Int64, "$2.50"), ("2", 2_000_000, "$2"), ("0.0625", 62_500, "$0.0625"),
            ("0", 0, "$0"),
            ("6.25e-2", 62_500, "$0.0625"), ("2.500000000", 2_500_000, "$2.50"), ("1e-06", 1, "$0.000001"),
            ("1000000", 1_000_000_000_000, "$1000000"),
        ]
    )
    func prices(_ text: String, _ picodollars: Int64, _ words: String) {
        let price = TokenPrice(dollarsPerMillion: text)
        #expect(price?.picodollars == picodollars)
        #expect(price?.description == words)
    }

    @Test(
        "What is no price is none",
        arguments: ["", "-1", "+1", ".5", "5.", "1,5", "x", "NaN", "inf", "1e99", "0.0000001", "1000000.1", "1e", "٣"]
    )
    func noPrices(_ text: String) {
        #expect(TokenPrice(dollarsPerMillion: text) == nil)
    }

    @Test("Amounts are told to a millionth of a dollar, and what is less is not nothing")
    func amounts() {
        let price = TokenPrice(picodollars: 2_000_000)
        #expect(price.cost(ofTokens: 23)?.description == "$0.000046")
        #expect(price.cost(ofTokens: 640_000)?.description == "$1.28")
        #expect(TokenPrice(picodollars: 20_000).cost(ofTokens: 3)?.description == "<$0.000001")
        #expect(Dollars.zero.description == "$0.00")
        #expect(Dollars(picodollars: 1_234_567_890_123).description == "$1.234568")
        #expect(TokenPrice(picodollars: 1_000_000_000_000).cost(ofTokens: .max) == nil)
        #expect(Dollars(picodollars: .max).adding(Dollars(picodollars: 1)) == nil)
    }

    @Test("What costs a tenth of a cent a thousand times costs a dollar")
    func exact() {
        var sum = Dollars.zero
        for _ in 0..<1000 { sum = sum.adding(Dollars(picodollars: 1_000_000_000)) ?? .zero }
        #expect(sum.description == "$1.00")
    }
}
