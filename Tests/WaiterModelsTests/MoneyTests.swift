import Testing
import WaiterModels

@Suite("Money") struct MoneyTests {
    @Test(
        "A price is exactly the decimal as written",
        arguments: [
            ("2.50", 2_500_000 as Int64, "$2.50"), ("2", 2_000_000, "$2"), ("0.0625", 62_500, "$0.0625"),
            ("0", 0, "$0"),
            ("6.25e-2", 62_500, "$0.0625"), ("2.500000000", 2_500_000, "$2.50"), ("1e-06", 1, "$0.000001"),
            ("1000000", 1_000_000_000_000, "$1000000"),
        ]
    )
    func prices(_ text: String, _ picodollars: Int64, _ words: String) {
        let price = ModelPrices.TokenPrice(dollarsPerMillion: text)
        #expect(price?.picodollars == picodollars)
        #expect(price?.description == words)
    }

    @Test(
        "Invalid prices are rejected",
        arguments: ["", "-1", "+1", ".5", "5.", "1,5", "x", "NaN", "inf", "1e99", "0.0000001", "1000000.1", "1e", "٣"]
    )
    func noPrices(_ text: String) {
        #expect(ModelPrices.TokenPrice(dollarsPerMillion: text) == nil)
    }

    @Test("An amount is formatted exactly, with at least two decimal places")
    func amounts() {
        let price = ModelPrices.TokenPrice(picodollars: 2_000_000)
        #expect(price.cost(ofTokens: 23)?.description == "$0.000046")
        #expect(price.cost(ofTokens: 640_000)?.description == "$1.28")
        #expect(ModelPrices.TokenPrice(picodollars: 20_000).cost(ofTokens: 3)?.description == "$0.00000006")
        #expect(Dollars.zero.description == "$0.00")
        #expect(Dollars(picodollars: 1_234_567_890_123).description == "$1.234567890123")
        #expect(Dollars(picodollars: -1).description == "-$0.000000000001")
        #expect(Dollars(picodollars: .min).decimalText == "-9223372.036854775808")
        #expect(ModelPrices.TokenPrice(picodollars: 1_000_000_000_000).cost(ofTokens: .max) == nil)
        #expect(Dollars(picodollars: .max).adding(Dollars(picodollars: 1)) == nil)
    }

    @Test(
        "A short amount has two decimal places from one dollar on, four below, and smaller ones are not zero",
        arguments: [
            ("0.0012", "$0.0012"), ("0.00004", "<$0.0001"), ("0.000000000001", "<$0.0001"), ("0.0001", "$0.0001"),
            ("0.000149999999", "$0.0001"), ("0.00015", "$0.0002"), ("0.003", "$0.003"), ("0.5", "$0.50"),
            ("12.34", "$12.34"), ("12.345", "$12.35"), ("12.344999999999", "$12.34"), ("0.99994", "$0.9999"),
            ("0.99995", "$1.00"), ("1.004", "$1.00"), ("0", "$0.00"), ("9223372.036854775807", "$9223372.04"),
        ]
    )
    func short(_ text: String, _ words: String) throws {
        let amount = try #require(Dollars(decimal: text))
        #expect(amount.shortText == words)
        #expect(Dollars(picodollars: -amount.picodollars).shortText == (amount == .zero ? words : "-" + words))
    }

    @Test("Invalid amounts are rejected, and valid ones round-trip")
    func parsing() {
        for (text, decimal) in [
            ("5", "5.00"), ("12.50", "12.50"), ("0.000000000001", "0.000000000001"), ("1e-3", "0.001"),
        ] {
            #expect(Dollars(decimal: text)?.decimalText == decimal)
        }
        for text in ["", "-1", "$5", "5.", "1,5", "0.0000000000001", "9223372.036854775808", "99999999"] {
            #expect(Dollars(decimal: text) == nil, "\(text)")
        }
    }

    @Test("A product with a factor is rounded once, half up")
    func factors() throws {
        func cost(_ price: Int64, _ factor: String, _ quantity: Int) throws -> Int64? {
            let factor = try #require(ModelPrices.Factor(factor))
            let tag = Cost.ResolvedPrice(
                price: ModelPrices.TokenPrice(picodollars: price),
                factor: factor,
                entry: "m",
                place: []
            )
            return tag.cost(of: quantity)?.picodollars
        }
        #expect(try cost(1, "0.5", 1) == 1)
        #expect(try cost(1, "0.5", 3) == 2)
        #expect(try cost(1, "0.499999", 1) == 0)
        #expect(try cost(3, "0.333333", 1) == 1)
        #expect(try cost(1_000_001, "0.5", 1_000_001) == 500_001_000_001)
        #expect(try cost(.max, "1", 1) == .max)
        #expect(try cost(.max, "0.5", 2) == .max)
        #expect(try cost(.max, "1000", 1) == nil)
        #expect(try cost(.max, "1000", .max) == nil)
        #expect(try cost(1, "1", -1) == nil)
        for text in ["", "-1", "1000.1", "0.0000001", "x"] { #expect(ModelPrices.Factor(text) == nil) }
    }

    @Test("A tenth of a cent a thousand times is one dollar")
    func exact() {
        var sum = Dollars.zero
        for _ in 0..<1000 { sum = sum.adding(Dollars(picodollars: 1_000_000_000)) ?? .zero }
        #expect(sum.description == "$1.00")
    }
}
