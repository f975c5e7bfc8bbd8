internal import WaiterModels
package import WaiterStore

/// The total cost of a conversation's calls. The total includes the calls on all branches, because all of them were
/// billed.
package struct RunningCost: Sendable, Hashable {
    /// The total usage and cost of the calls.
    package var sum = UsageSum()
    /// Whether the current model has a price.
    package var hasPrice: Bool

    package init(hasPrice: Bool) {
        self.hasPrice = hasPrice
    }

    /// The text to display, such as `$0.0012`.
    ///
    /// `?` means that no cost is known. `$0.0012+?` means that some costs are unknown, and `~$0.0012` means that the
    /// cost is an estimate.
    package var words: String {
        if sum.calls == 0 { return hasPrice ? "$0.00" : "?" }
        let cost = (sum.estimatedCalls > 0 ? "~" : "") + sum.knownCost.shortText
        if sum.unknownCalls == 0 { return cost }
        return sum.knownCost == .zero ? "?" : "\(cost)+?"
    }
}
