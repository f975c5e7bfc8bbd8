import Testing
import WaiterModels

@testable import WaiterCommands

@Suite("Parsing of a provider's export") struct ProviderUsageTests {
    private func read(_ text: String) throws -> ProviderUsage { try ProviderUsage(Array(text.utf8), name: "costs.csv") }

    @Test("Table lines that cannot be parsed are counted, and the first is reported with location and reason")
    func oddLines() throws {
        let usage = try read(
            """
            date,model,amount,input_tokens
            2026-11-01,gpt-4o,1,10.0
            2026-11-02,gpt-4o,NaN,
            2026-11-03,gpt-4o,1e30,
            2026-11-04,gpt-4o,-5,
            Total,,6,
            2026-11-05,gpt-4o,,
            2026-11-06,gpt-4o,1,ten

            """
        )
        #expect(usage.lines.map(\.input) == [10])
        #expect(usage.oddities.count == 5)
        #expect(
            usage.notice
                == "5 lines were skipped as invalid (first: line 3: 'NaN' is not an amount in dollars)"
        )
        #expect(usage.oddities.contains("line 6: 'Total' is not a date"))
        #expect(usage.oddities.contains("line 8: 'ten' is not a count"))
        #expect(try read("date,amount\n2026-11-01,1\n2026-11-02,\n").notice == nil)
    }

    @Test("So are JSON lines, and no number in them traps")
    func oddBuckets() throws {
        let usage = try read(
            """
            {"data": [
              {"start_time": 1, "results": [
                {"amount": {"value": 0.1, "currency": "usd"}}, {"amount": {"value": "x"}}, {}, {"input_tokens": -1}
              ]},
              {"results": [{"input_tokens": 1}]},
              {"start_time": -9223372036854775808, "results": [{"input_tokens": 1}]}
            ]}
            """
        )
        #expect(usage.lines.map(\.cost) == [Dollars(decimal: "0.1")])
        #expect(
            usage.oddities == [
                "bucket 1: 'x' is not an amount in dollars", "bucket 1: neither tokens nor an amount",
                "bucket 1: '-1' is not a count", "bucket 2: no start_time in seconds",
                "bucket 3: no start_time in seconds",
            ]
        )
        #expect(throws: CommandFailure.self) { try read("date,amount\n-9223372036854775808,1\n") }
    }

    @Test(
        "Amounts in currencies other than dollars are rejected",
        arguments: [
            "date,amount,currency\n2026-11-01,1,EUR\n",
            #"{"data": [{"start_time": 1, "results": [{"amount": {"value": 1, "currency": "eur"}}]}]}"#,
        ]
    )
    func currency(_ text: String) throws {
        let failure = #expect(throws: CommandFailure.self) { try read(text) }
        #expect(failure?.what.lowercased().contains("amounts in 'eur'") == true)
        #expect(try read("date,amount,currency\n2026-11-01,1, USD\n2026-11-01,1,\n").lines.count == 1)
    }
}
