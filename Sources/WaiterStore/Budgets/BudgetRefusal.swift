public import WaiterModels

/// Why a budget did not let a call pass; it is the `underlying` of an `OpenAIError` with code `.budgetExceeded`.
public struct BudgetRefusal: Error, Sendable, Hashable {
    /// The budget and how it stands; nil for the limit of a single call.
    public let status: BudgetStatus?
    /// The limit that was in the way.
    public let limit: Dollars
    /// What of the limit for some calls is spent or reserved already; zero beside a budget, whose `status` says it.
    public let used: Dollars
    /// The most that the call could cost; nil when nobody knows.
    public let asked: Dollars?
    /// Why nobody knows.
    public let doubt: Cost.UnknownReason?
    /// Whether the budget's period lies in the future: a clock was ahead, or is behind now. To set the budget again mends it.
    public let isClockBehind: Bool

    init(
        status: BudgetStatus?,
        limit: Dollars,
        used: Dollars = .zero,
        asked: Dollars?,
        doubt: Cost.UnknownReason?,
        isClockBehind: Bool = false
    ) {
        self.status = status
        self.limit = limit
        self.used = used
        self.asked = asked
        self.doubt = doubt
        self.isClockBehind = isClockBehind
    }
}

extension BudgetRefusal: CustomStringConvertible {
    /// What was in the way, in one line: the budget, what is spent and reserved, and what the call could cost.
    public var description: String {
        let name = status.map(\.title) ?? "the budget of \(limit) for this call"
        guard let asked else {
            return "\(name) refuses what has no known price: \(doubt.map { "\($0)" } ?? "nothing is known")"
        }
        guard let status else {
            let spent = used > .zero ? ", and \(used) of it is used" : ""
            return "\(name) is too small: it could cost \(asked)\(spent)"
        }
        let reserved = status.reserved > .zero ? ", \(status.reserved) reserved" : ""
        let clock =
            isClockBehind ? "; its period lies in the future: a clock was ahead, and to set it again mends it" : ""
        return "\(name) does not allow it: \(status.spent) spent\(reserved), and the call could cost \(asked)\(clock)"
    }
}
