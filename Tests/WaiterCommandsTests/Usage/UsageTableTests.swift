import Testing
import WaiterModels
import WaiterStore

@testable import WaiterCommands

@Suite("Costs in a usage table") struct UsageTableTests {
    private func sum(calls: Int, failed: Int = 0, unknown: Int, known: String = "0") throws -> UsageSum {
        var sum = UsageSum()
        (sum.calls, sum.failed, sum.unknownCalls) = (calls, failed, unknown)
        sum.known = try #require(Dollars(decimal: known))
        return sum
    }

    @Test("If only unknown costs exist, the cost is a question mark, never $0.00")
    func unknown() throws {
        #expect(try UsageTable.cost(sum(calls: 1, unknown: 1)) == "?")
        // A call that timed out has failed, and its cost is unknown.
        #expect(try UsageTable.cost(sum(calls: 1, failed: 1, unknown: 1)) == "?")
        #expect(try UsageTable.cost(sum(calls: 3, failed: 2, unknown: 1)) == "?")
        #expect(try UsageTable.cost(sum(calls: 2, unknown: 1, known: "0.003")) == "$0.003 + ?")
        #expect(try UsageTable.cost(sum(calls: 2, failed: 2, unknown: 0)) == "$0.00")
    }
}
