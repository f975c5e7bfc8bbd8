import Foundation
import Testing
import Waiter

@Suite("Values that models write")
struct StructuredValueTests {
    private static let second = 1_795_902_477.0  // 2026-11-28T21:47:57Z
    private static let day = 1_795_824_000.0

    @Test(
        "Dates are read in every form",
        arguments: [
            ("2026-11-28T21:47:57Z", second), ("2026-11-28t21:47:57z", second), ("2026-11-28 21:47:57", second),
            ("2026-11-28T21:47:57", second), ("2026-11-28T21:47:57-00:00", second),
            ("2026-11-28T21:47:57+00:00", second), ("2026-11-28T22:47:57+01:00", second),
            ("2026-11-28T16:17:57-0530", second), ("2026-11-28T22:47:57+01", second),
            ("2026-11-28 21:47:57 +00:00", second), (" 2026-11-28T21:47:57Z\n", second),
            ("2026-11-28T21:47:57.5Z", second + 0.5), ("2026-11-28T21:47:57,25Z", second + 0.25),
            ("2026-11-28T21:47:57.500000000+00:00", second + 0.5),
            ("2026-11-28T21:47:57.1234567891234Z", second + 0.1234567891234),
            ("2026-11-28T21:47Z", second - 57), ("2026-11-28", day), ("2026-11-28T24:00:00Z", day + 86_400),
            ("2016-12-31T23:59:60Z", 1_483_228_800), ("1969-12-31T23:59:59Z", -1), ("0001-01-01", -62_135_596_800),
        ]
    )
    func dates(_ text: String, _ seconds: Double) throws {
        let date = try JSONValue.string(text).decode(as: Date.self)
        #expect(abs(date.timeIntervalSince1970 - seconds) < 1e-6)
        #expect(
            try JSONValue(jsonText: "[\"\(text.trimmingCharacters(in: .newlines))\"]").decode(as: [Date].self) == [date]
        )
    }

    @Test(
        "A string that is not a date is an error",
        arguments: [
            "", "soon", "2026", "2026-13-01", "2026-02-30", "2026-11-28T", "2026-11-28T21", "2026-11-28T21:60Z",
            "2026-11-28T25:00Z", "2026-11-28T24:00:01Z", "2026-11-28T21:47:57.Z", "2026-11-28T21:47:57+1:00",
            "2026-11-28T21:47:57+24:00", "2026-11-28T21:47:57Zulu", "2026-11-28T21:47:61Z", "20261128", "-2026-11-28",
            "２０２６-11-28",
        ]
    )
    func noDates(_ text: String) {
        #expect(throws: DecodingError.self) { try JSONValue.string(text).decode(as: Date.self) }
    }

    @Test("A number is a time in seconds since 1970")
    func times() throws {
        #expect(try JSONValue.integer(60).decode(as: Date.self) == Date(timeIntervalSince1970: 60))
        #expect(try JSONValue.number(0.5).decode(as: Date.self) == Date(timeIntervalSince1970: 0.5))
        #expect(throws: DecodingError.self) { try JSONValue.bool(true).decode(as: Date.self) }
    }

    private struct Bill: Decodable, Equatable {
        struct Line: Decodable, Equatable { var price: Decimal }
        var total: Decimal
        var lines: [Line]
        var rates: [String: Decimal]
        var page: URL?
        var due: Date?
    }

    @Test("Decimals have all digits of the text")
    func decimals() throws {
        let text = """
            {"total":12345678901234567890.123456789,"lines":[{"price":0.1},{"price":0.10000000000000000555},{"price":"7.50"}],
             "rates":{"1":1e-20,"a":-99999999999999999999},"page":"https://example.com/a?b=c","due":"2026-11-28"}
            """
        let value = try JSONValue(jsonText: text)
        let bill = try StructuredValue.decode(value, text: Array(text.utf8), as: Bill.self)
        #expect(bill.total == Decimal(string: "12345678901234567890.123456789"))
        #expect(bill.lines.map(\.price) == ["0.1", "0.10000000000000000555", "7.50"].map { Decimal(string: $0) })
        #expect(bill.rates == ["1": Decimal(string: "1e-20"), "a": Decimal(string: "-99999999999999999999")])
        #expect(bill.page == URL(string: "https://example.com/a?b=c"))
        #expect(bill.due == Date(timeIntervalSince1970: Self.day))
        // Without the text they are exact as far as a Double is.
        #expect(try value.decode(as: Bill.self).lines[0].price == Decimal(string: "0.1"))
    }

    @Test("The table of exact decimals is bounded: those beyond it are as exact as a Double", .timeLimit(.minutes(1)))
    func manyDecimals() throws {
        // The table holds the path of each of these numbers.
        let depth = 450
        let nested = String(repeating: "[", count: depth) + String(repeating: "0.12345678901234567890,", count: 20_000)
        let text =
            "{\"total\":0.10000000000000000555,\"x\":\(nested)0" + String(repeating: "]", count: depth)
            + ",\"lines\":[{\"price\":0.10000000000000000555}],\"rates\":{}}"
        let value = try JSONValue(jsonText: text)
        let bill = try StructuredValue.decode(value, text: Array(text.utf8), as: Bill.self)
        #expect(bill.total == Decimal(string: "0.10000000000000000555"))
        #expect(bill.lines.map(\.price) == [Decimal(string: "0.1")])
    }

    @Test("What is no decimal is an error")
    func noDecimals() {
        for value: JSONValue in ["12 euros", "", "0x10", true, .null] {
            #expect(throws: DecodingError.self) { try value.decode(as: Decimal.self) }
        }
    }

    @Test("Responses are decoded as before")
    func responses() throws {
        #expect(throws: (any Error).self) {
            try JSONBodyDecoder.decode(Date.self, from: JSONValue.string("2026-11-28"))
        }
        #expect(
            try JSONBodyDecoder.decode(Date.self, from: JSONValue.number(0.5))
                == Date(timeIntervalSinceReferenceDate: 0.5)
        )
    }
}
