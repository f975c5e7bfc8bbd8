internal import Synchronization
internal import WaiterModels

/// What the calls through one meter may cost together.
final class CallAllowance: Sendable {
    private let limit: Dollars
    private let used = Mutex<Int64>(0)

    init(_ limit: Dollars) { self.limit = limit }

    /// Reserves the most that a call can cost.
    ///
    /// - Throws: `BudgetRefusal`.
    func take(_ amount: Dollars?, doubt: Cost.UnknownReason?) throws {
        try used.withLock { used in
            try check(amount, doubt, used)
            used = SaturatingSum.of(used, amount?.picodollars ?? 0)
        }
    }

    /// Reserves nothing.
    ///
    /// - Throws: `BudgetRefusal` where `take` would.
    func check(_ amount: Dollars?, doubt: Cost.UnknownReason?) throws {
        try used.withLock { try check(amount, doubt, $0) }
    }

    private func check(_ amount: Dollars?, _ doubt: Cost.UnknownReason?, _ used: Int64) throws {
        let sum = SaturatingSum.of(used, amount?.picodollars ?? 0)
        guard amount != nil, sum <= limit.picodollars else {
            throw BudgetRefusal(
                status: nil,
                limit: limit,
                used: Dollars(picodollars: used),
                asked: amount,
                doubt: doubt
            )
        }
    }

    /// Gives the reserve back and counts what it came to.
    func settle(_ reserved: Dollars?, counted: Dollars) {
        used.withLock { $0 = SaturatingSum.of(max(0, $0 - (reserved?.picodollars ?? 0)), counted.picodollars) }
    }
}
