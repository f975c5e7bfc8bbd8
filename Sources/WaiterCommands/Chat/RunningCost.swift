internal import WaiterModels
package import WaiterStore

/// What the calls of a conversation have cost together, all branches included, since they were all paid for.
package struct RunningCost: Sendable, Hashable {
    /// The sum of their bills.
    package var sum = UsageSum()
    /// Whether the model that answers now has a price.
    package var hasPrice: Bool

    package init(hasPrice: Bool) {
        self.hasPrice = hasPrice
    }

    /// Such as `$0.0012`; `?` when nothing is known, `$0.0012+?` when not all is, `~$0.0012` for an estimate.
    package var words: String {
        if sum.calls == 0 { return hasPrice ? "$0.00" : "?" }
        let cost = (sum.estimatedCalls > 0 ? "~" : "") + sum.knownCost.shortText
        if sum.unknownCalls == 0 { return cost }
        return sum.knownCost == .zero ? "?" : "\(cost)+?"
    }
}
