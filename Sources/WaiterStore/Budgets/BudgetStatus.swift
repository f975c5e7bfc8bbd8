public import WaiterModels

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A budget and its usage in the current period.
public struct BudgetStatus: Codable, Sendable, Hashable {
    /// The budget.
    public let budget: Budget
    /// The tag to which the amounts of a per-tag budget apply, or `nil` for any other budget.
    public let tag: String?
    /// The amount spent.
    ///
    /// Calls whose cost is unknown are counted at their maximum cost.
    public let spent: Dollars
    /// The amount reserved for calls in progress.
    public let reserved: Dollars
    /// The number of counted calls whose cost and maximum cost are both unknown.
    public let unknownCalls: Int
    /// The start of the period.
    public let start: Date
    /// The start of the next period, or `nil` for a total budget.
    public let end: Date?

    /// A description of the budget, such as `the budget of $5.00 a month`. For a per-tag budget, the description ends
    /// with the tag in parentheses.
    public var title: String { "\(budget)" + (tag.map { " ('\($0)')" } ?? "") }

    /// The remaining amount, which is zero if the budget is overspent.
    public var left: Dollars {
        let used = spent.adding(reserved)?.picodollars ?? .max
        return Dollars(picodollars: max(0, budget.limit.picodollars - min(used, budget.limit.picodollars)))
    }

    /// The percentage of the limit that has been spent, rounded down.
    public var percent: Int {
        guard budget.limit > .zero else { return spent > .zero ? 100 : 0 }
        return Int(min(1e6, Double(spent.picodollars) / Double(budget.limit.picodollars) * 100))
    }
}
