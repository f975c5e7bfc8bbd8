public import Waiter

extension ModelCatalogue {
    /// Returns the cost of a call, computed from its usage. Each line names the source of its price.
    ///
    /// If the catalogue contains the served model, the prices of that model are used. Otherwise, the prices of the
    /// requested model are used. `Cost.basis` records which model was used and how the two names are related.
    ///
    /// If usage is missing or inconsistent, or if a price is missing, the result is an unknown cost, never an incorrect
    /// cost.
    public func cost(of usage: CompletionUsage?, in context: PricingContext) -> Cost {
        priced(context) { $0.cost(of: usage, in: $1) }
    }

    /// Returns an upper bound on the cost of a call, for use in budgets. It is computed by `CatalogueEntry.maxCost`.
    ///
    /// - Parameters:
    ///   - inputTokens: The maximum number of input tokens.
    ///   - outputTokens: The maximum number of output tokens for all choices combined, or `nil` for the model's
    ///     output limit.
    ///   - context: The pricing context of the call.
    /// - Returns: The maximum cost. The total is `nil` if a price or the output limit is unknown.
    public func maxCost(inputTokens: Int, outputTokens: Int?, in context: PricingContext) -> Cost {
        priced(context) { $0.maxCost(inputTokens: inputTokens, outputTokens: outputTokens, in: $1) }
    }

    /// Returns the cost of a call that is billed per unit instead of per token. See
    /// `CatalogueEntry.cost(ofUnits:_:in:)`.
    package func cost(ofUnits count: Int, _ kind: Cost.Kind, in context: PricingContext) -> Cost {
        priced(context) { $0.cost(ofUnits: count, kind, in: $1) }
    }

    private func priced(_ context: PricingContext, _ cost: (CatalogueEntry, PricingContext) -> Cost) -> Cost {
        let served = context.servedModel.flatMap { $0.isEmpty ? nil : $0 }
        let servedEntry = served.flatMap { known($0) }
        let asked = servedEntry?.id == context.model ? servedEntry : known(context.model)
        let entry = servedEntry ?? asked
        let basis = Cost.Basis(
            asked: context.model,
            served: served,
            entry: entry?.id,
            usesServed: servedEntry != nil
        )
        guard var entry else { return .unknown(Cost.UnknownReason(.modelUnknown, context.model), basis: basis) }
        // The prices of hosted tools are copied only if they might be needed, because most calls do not use any.
        let mayUseTools = context.webSearches != 0 || !context.hostedCalls.isEmpty || asked?.alwaysSearches ?? false
        let tools = mayUseTools ? toolPrices.filter { entry.prices?.fees[$0.key] == nil } : [:]
        for (kind, tool) in tools { entry.prices?.fees[kind] = tool.price }
        var context = context
        // A response can name the underlying model rather than the model that searches the web.
        if asked?.alwaysSearches ?? false, context.webSearches == 0 { context.webSearches = nil }
        return cost(entry, context).traced(to: basis) { price in
            if price.place.count == 2, let tool = price.place.last.flatMap({ tools[Cost.Kind(rawValue: $0)] }) {
                return (source: tool.source, date: tool.date)
            }
            return origin(of: price.place, in: price.entry).map { (source: $0.source, date: $0.date) }
        }
    }
}
