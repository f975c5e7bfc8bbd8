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
            let sum = SaturatingSum.of(used, amount?.picodollars ?? 0)
            guard let amount, sum <= limit.picodollars else {
                throw BudgetRefusal(status: nil, limit: limit, asked: amount, doubt: doubt)
            }
            used = SaturatingSum.of(used, amount.picodollars)
        }
    }

    /// Gives the reserve back and counts what it came to.
    func settle(_ reserved: Dollars?, counted: Dollars) {
        used.withLock { $0 = SaturatingSum.of(max(0, $0 - (reserved?.picodollars ?? 0)), counted.picodollars) }
    }
}
