internal import Waiter

/// The price list that applies to a request, with the path of each price in the catalogue.
struct PriceSheet {
    private let entry: String
    private let standard: ModelPrices.Rates
    private let place: [String]
    /// The prices of the tier; nil when unknown.
    private let rates: ModelPrices.Rates?
    private let ownPlace: [String]
    private let fees: [Cost.Kind: ModelPrices.TokenPrice]
    /// Whether the model's standard prices include one for cached input.
    private let pricesCache: Bool

    init(
        band: ModelPrices.Band,
        entry: String,
        place: [String],
        tariff: PricingContext.Tariff,
        fees: [Cost.Kind: ModelPrices.TokenPrice],
        pricesCache: Bool
    ) {
        self.pricesCache = pricesCache
        self.entry = entry
        self.place = place
        self.fees = fees
        standard = band.standard
        switch tariff {
        case .standard: (rates, ownPlace) = (band.standard, place)
        case .batch: (rates, ownPlace) = (band.batch, place + ["batch"])
        case .tier(let tier): (rates, ownPlace) = (band.tiers[tier], place + ["tiers", tier.rawValue])
        case .none: (rates, ownPlace) = (nil, place)
        }
    }

    /// Whether the prices of the tier are known.
    var isKnown: Bool { rates != nil }

    /// Returns the price for a kind; reasoning falls back to the output price.
    ///
    /// Cached input falls back to the input price if the model has no price for it at all, as in a user's own list; `substitutes`
    /// records this. If the standard prices include one but those of the tier or batch do not, the price is unknown.
    func tag(_ kind: Cost.Kind) -> Cost.ResolvedPrice? {
        if let price = fees[kind] {
            return Cost.ResolvedPrice(price: price, entry: entry, place: ["price", kind.rawValue])
        }
        if let own = ownTag(kind) { return own }
        switch kind {
        case .reasoning: return ownTag(.output)
        case .cachedInput where !pricesCache:
            var input = ownTag(.input)
            input?.substitutes = kind
            return input
        default: return nil
        }
    }

    private func ownTag(_ kind: Cost.Kind) -> Cost.ResolvedPrice? {
        guard let rates else { return nil }
        if let price = rates[kind] {
            return Cost.ResolvedPrice(price: price, entry: entry, place: ownPlace + [kind.rawValue])
        }
        guard let factor = rates.factor, let price = standard[kind] else { return nil }
        return Cost.ResolvedPrice(price: price, factor: factor, entry: entry, place: place + [kind.rawValue])
    }
}
