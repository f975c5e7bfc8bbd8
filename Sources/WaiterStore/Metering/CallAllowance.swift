internal import Synchronization
internal import WaiterModels

/// The spending limit shared by all calls through one meter.
final class CallAllowance: Sendable {
    private let limit: Dollars
    private let used = Mutex<Int64>(0)

    init(_ limit: Dollars) { self.limit = limit }

    /// Reserves the maximum cost of a call.
    ///
    /// - Throws: `BudgetRefusal`.
    func take(_ amount: Dollars?, doubt: Cost.UnknownReason?) throws {
        try used.withLock { used in
            try check(amount, doubt, used)
            used = SaturatingSum.of(used, amount?.picodollars ?? 0)
        }
    }

    /// Checks whether a call would be allowed, without reserving anything.
    ///
    /// - Throws: `BudgetRefusal` if `take` would throw this error.
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

    /// Releases a reservation and counts the actual cost.
    func settle(_ reserved: Dollars?, counted: Dollars) {
        used.withLock { $0 = SaturatingSum.of(max(0, $0 - (reserved?.picodollars ?? 0)), counted.picodollars) }
    }
}
