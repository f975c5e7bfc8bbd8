internal import Waiter
internal import WaiterConversation

/// Says what a call has cost, by the list price of its model.
package struct CallPricing: Sendable {
    let directories: Directories
    /// Whether the model on this machine answers, which costs nothing.
    let isLocal: Bool

    /// `$0.0023`, `none` on this machine, `?` where a price or the usage is not known.
    ///
    /// - Parameters:
    ///   - models: The names that the call's model goes by, the surest first.
    ///   - tier: The tier that served it; others than the usual have other prices.
    func words(_ usage: CompletionUsage?, models: [String], tier: ServiceTier?) -> String {
        if isLocal { return "none" }
        guard let usage, tier == nil || tier == .auto || tier == .default,
            let catalogue = try? UserCatalogue.load(directories),
            let entry = models.lazy.compactMap({ catalogue.lookup($0).entry }).first,
            let cost = entry.prices?.cost(of: usage)
        else { return "?" }
        return "\(cost)"
    }
}
