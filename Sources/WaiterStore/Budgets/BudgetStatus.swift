public import WaiterModels

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A budget, and how much of it is used in the period that runs.
public struct BudgetStatus: Codable, Sendable, Hashable {
    /// The budget.
    public let budget: Budget
    /// The tag that is counted here, of a budget for each tag; nil otherwise.
    public let tag: String?
    /// What is spent; calls whose bill is not known count with the most that they can have cost.
    public let spent: Dollars
    /// What calls that are under way may still cost.
    public let reserved: Dollars
    /// How many calls are counted of which not even that is known.
    public let unknownCalls: Int
    /// When the period began.
    public let start: Date
    /// When the next one begins; nil for a budget in total.
    public let end: Date?

    /// The budget, and the tag that is counted: `the budget of $1.00 a day for each tag 'user:*' ('user:42')`.
    public var title: String { "\(budget)" + (tag.map { " ('\($0)')" } ?? "") }

    /// What is left; nothing when it is overspent.
    public var left: Dollars {
        let used = spent.adding(reserved)?.picodollars ?? .max
        return Dollars(picodollars: max(0, budget.limit.picodollars - min(used, budget.limit.picodollars)))
    }

    /// How much is spent, in whole per cent, cut off.
    public var percent: Int {
        guard budget.limit > .zero else { return spent > .zero ? 100 : 0 }
        return Int(min(1e6, Double(spent.picodollars) / Double(budget.limit.picodollars) * 100))
    }
}
