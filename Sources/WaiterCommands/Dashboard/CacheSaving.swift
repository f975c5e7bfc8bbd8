internal import Waiter
internal import WaiterModels
internal import WaiterStore

/// The amount that the provider's cache saved. It is the discount on cached input, minus the surcharge for cache
/// writes.
struct CacheSaving: Equatable {
    /// The amount that was saved on tokens whose prices are known. It is negative if the surcharge for cache writes
    /// exceeds the discount.
    private(set) var known = Dollars.zero
    /// The number of tokens read from or written to the cache for which the saving is unknown.
    private(set) var unknownTokens = 0
    /// Whether the amount contains estimates.
    private(set) var isEstimated = false
    /// The number of tokens read from or written to the cache for which the saving is known.
    private(set) var knownTokens = 0

    init(_ uses: [UsageStatistics.CacheUse], _ catalogue: ModelCatalogue) {
        for use in uses {
            let tokens = use.cached.addingReportingOverflow(use.written)
            let count = tokens.overflow ? .max : tokens.partialValue
            if let saving = Self.saving(use, catalogue), let sum = known.adding(saving) {
                known = sum
                isEstimated = isEstimated || use.isEstimated
                knownTokens = Self.sum(knownTokens, count)
            } else {
                unknownTokens = Self.sum(unknownTokens, count)
            }
        }
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }

    /// Returns the saving, or `nil` if a price is unknown.
    private static func saving(_ use: UsageStatistics.CacheUse, _ catalogue: ModelCatalogue) -> Dollars? {
        guard !use.isUnknown, let entry = catalogue.known(use.servedModel) ?? catalogue.known(use.model) else {
            return nil
        }
        var context = PricingContext(model: use.model, servedModel: use.servedModel)
        context.serviceTier = use.tier.map(ServiceTier.init(rawValue:))
        func cost(_ count: Int, _ kind: Cost.Kind) -> Dollars? {
            entry.cost(ofTokens: count, kind, input: use.input, in: context)
        }
        var saving = Dollars.zero
        if use.cached > 0 {
            guard let fresh = cost(use.cached, .input), let cached = cost(use.cached, .cachedInput) else { return nil }
            saving = Dollars(picodollars: fresh.picodollars - cached.picodollars)
        }
        if use.written > 0 {
            guard let fresh = cost(use.written, .input), let written = cost(use.written, .cacheWrite) else {
                return nil
            }
            return saving.adding(Dollars(picodollars: fresh.picodollars - written.picodollars))
        }
        return saving
    }

    /// The saving as text, such as `$0.0035`. The format is `~$0.0035` if the saving is partly estimated, `$0.0035 + ?`
    /// if it is partly unknown, and `?` if it is unknown.
    var text: String {
        let amount = (isEstimated ? "~" : "") + known.shortText
        if unknownTokens == 0 { return amount }
        return knownTokens == 0 ? "?" : "\(amount) + ?"
    }
}
