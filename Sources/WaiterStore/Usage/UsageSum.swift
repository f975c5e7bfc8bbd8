internal import Waiter
public import WaiterModels

/// The total usage and cost of several calls. Sums saturate instead of overflowing.
public struct UsageSum: Codable, Sendable, Hashable {
    /// The number of attempts that reached a server.
    public var calls = 0
    /// The number of attempts that the server rejected or did not respond to.
    public var failed = 0
    /// The number of input tokens, including cached tokens.
    public var input = 0
    /// The number of input tokens read from the provider's cache.
    public var cached = 0
    /// The number of output tokens, including reasoning tokens.
    public var output = 0
    /// The number of reasoning tokens.
    public var reasoning = 0
    /// The known cost.
    public var known = Dollars.zero
    /// The estimated cost, which is not included in the known cost.
    public var estimated = Dollars.zero
    /// The number of calls with an estimated cost.
    public var estimatedCalls = 0
    /// The number of calls with an unknown cost.
    public var unknownCalls = 0

    /// Creates an empty sum.
    public init() {}

    /// The sum of the known and the estimated cost. Calls with an unknown cost are not included.
    public var knownCost: Dollars { known.adding(estimated) ?? Dollars(picodollars: .max) }

    /// Adds the values of another sum.
    public mutating func add(_ other: UsageSum) {
        func sum(_ left: Int, _ right: Int) -> Int {
            Int(clamping: SaturatingSum.of(Int64(left), Int64(right)))
        }
        calls = sum(calls, other.calls)
        failed = sum(failed, other.failed)
        input = sum(input, other.input)
        cached = sum(cached, other.cached)
        output = sum(output, other.output)
        reasoning = sum(reasoning, other.reasoning)
        known = known.adding(other.known) ?? Dollars(picodollars: .max)
        estimated = estimated.adding(other.estimated) ?? Dollars(picodollars: .max)
        estimatedCalls = sum(estimatedCalls, other.estimatedCalls)
        unknownCalls = sum(unknownCalls, other.unknownCalls)
    }

    /// Adds the bill for an attempt.
    public mutating func add(_ bill: AttemptBill) {
        var sum = UsageSum()
        sum.calls = 1
        sum.failed = bill.status == .failed ? 1 : 0
        (sum.input, sum.output) = (bill.usage?.promptTokens ?? 0, bill.usage?.completionTokens ?? 0)
        sum.cached = bill.usage?.promptTokensDetails?.cachedTokens ?? 0
        sum.reasoning = bill.usage?.completionTokensDetails?.reasoningTokens ?? 0
        switch bill.costKind {
        case .known, .reported, .free: sum.known = bill.amount ?? .zero
        case .estimated: (sum.estimated, sum.estimatedCalls) = (bill.cost.total ?? .zero, 1)
        case .unknown: sum.unknownCalls = 1
        }
        add(sum)
    }

    /// Reads the columns of `AttemptTable.sumColumns`, starting at the given column.
    init(_ row: SQLiteRow, from first: Int32) {
        self.init { row.integer(first + $0) }
    }

    /// Reads the columns of `AttemptTable.sumColumns` with a closure that returns the value of a column.
    init(reading integer: (Int32) -> Int64) {
        func count(_ place: Int32) -> Int { Int(clamping: integer(place)) }
        (calls, failed, input, cached) = (count(0), count(1), count(2), count(3))
        (output, reasoning) = (count(4), count(5))
        known = Dollars(picodollars: integer(6))
        estimated = Dollars(picodollars: integer(7))
        (estimatedCalls, unknownCalls) = (count(8), count(9))
    }
}
