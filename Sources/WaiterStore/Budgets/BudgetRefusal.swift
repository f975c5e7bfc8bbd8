public import WaiterModels

/// The error for a call that a budget or a meter's limit does not allow.
///
/// This is the `underlying` error of an `OpenAIError` with code `.budgetExceeded`.
public struct BudgetRefusal: Error, Sendable, Hashable {
    /// The status of the budget, or `nil` if the call was rejected by a meter's limit.
    public let status: BudgetStatus?
    /// The limit of the budget or the meter.
    public let limit: Dollars
    /// The part of a meter's limit that is already spent or reserved. For a budget, this is zero, because `status`
    /// contains the spent and reserved amounts.
    public let used: Dollars
    /// The maximum cost of the call, or `nil` if it is unknown.
    public let asked: Dollars?
    /// The reason that the maximum cost is unknown.
    public let doubt: Cost.UnknownReason?
    /// Whether the budget's period starts in the future. This happens if the clock was ahead when the period began, or
    /// if the clock is behind now.
    ///
    /// To fix this, set the budget again.
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
    /// A one-line description that contains the budget, its spent and reserved amounts, and the maximum cost of the
    /// call.
    public var description: String {
        let name = status.map(\.title) ?? "the budget of \(limit) for this call"
        guard let asked else {
            return "\(name) rejects calls with an unknown cost: \(doubt.map { "\($0)" } ?? "no price found")"
        }
        guard let status else {
            let spent = used > .zero ? ", and \(used) is already used" : ""
            return "\(name) is too small: the call could cost \(asked)\(spent)"
        }
        let reserved = status.reserved > .zero ? ", \(status.reserved) reserved" : ""
        let clock =
            isClockBehind ? "; its period starts in the future because the clock was ahead; set the budget again" : ""
        return "\(name) would be exceeded: \(status.spent) spent\(reserved), and the call could cost \(asked)\(clock)"
    }
}
