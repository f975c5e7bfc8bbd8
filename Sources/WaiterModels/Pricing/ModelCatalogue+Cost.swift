public import Waiter

extension ModelCatalogue {
    /// What a call has cost by what its server counted, each line with the list that its price was taken from.
    ///
    /// The prices are those of the model that the server says it served, where the catalogue knows it; otherwise those of the
    /// model that was asked for. `Cost.basis` tells which, and how the two names stand to each other.
    ///
    /// Nil usage, usage that cannot be, and prices that are not known make an unknown cost, never a wrong one.
    public func cost(of usage: CompletionUsage?, in context: PricingContext) -> Cost {
        priced(context) { $0.cost(of: usage, in: $1) }
    }

    /// The most that a call can cost, for budgets; `CatalogueEntry.maxCost` tells what is reckoned.
    ///
    /// - Parameters:
    ///   - inputTokens: The most tokens of input.
    ///   - outputTokens: The most tokens of all answers together; nil stands for the longest answer of the model.
    public func maxCost(inputTokens: Int, outputTokens: Int?, in context: PricingContext) -> Cost {
        priced(context) { $0.maxCost(inputTokens: inputTokens, outputTokens: outputTokens, in: $1) }
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
        guard let entry else { return .unknown(Cost.UnknownReason(.modelUnknown, context.model), basis: basis) }
        var context = context
        // An answer may name the model beneath the one that searches.
        if asked?.alwaysSearches ?? false, context.webSearches == 0 { context.webSearches = nil }
        return cost(entry, context).traced(to: basis) { tag in
            var tag = tag
            let origin = origin(of: tag.place, in: tag.entry)
            tag.source = origin?.source
            tag.date = origin?.date
            return tag
        }
    }
}
