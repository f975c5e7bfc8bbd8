package import WaiterModels

/// What the answers of a conversation have cost together, all branches included, since they were all paid for.
package struct RunningCost: Sendable, Hashable {
    /// The sum of those whose cost is known.
    package var known = Dollars.zero
    /// How many answers there are.
    package var answers = 0
    /// How many of them have a cost that is not known, such as answers that were stopped before their end.
    package var unknown = 0
    /// The tokens of questions and of answers, where servers have told them.
    package var (input, output) = (0, 0)
    /// Whether the model that answers now has a price.
    package var hasPrice: Bool

    package init(hasPrice: Bool) {
        self.hasPrice = hasPrice
    }

    /// Such as `$0.0012`; `?` when nothing is known, `$0.0012+?` when not all is.
    package var words: String {
        if answers == 0 { return hasPrice ? "$0.00" : "?" }
        if unknown == 0 { return known.shortText }
        return known == .zero ? "?" : "\(known.shortText)+?"
    }

    /// Adds the cost of one answer.
    package mutating func add(_ cost: Cost) {
        answers += 1
        if let total = cost.total, let sum = known.adding(total) { known = sum } else { unknown += 1 }
    }
}
