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

    init(
        band: ModelPrices.Band,
        entry: String,
        place: [String],
        tariff: PricingContext.Tariff,
        fees: [Cost.Kind: ModelPrices.TokenPrice]
    ) {
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

    /// Returns the price of a kind; reasoning falls back to the output price.
    func tag(_ kind: Cost.Kind) -> Cost.ResolvedPrice? {
        if let price = fees[kind] {
            return Cost.ResolvedPrice(price: price, entry: entry, place: ["price", kind.rawValue])
        }
        return ownTag(kind) ?? (kind == .reasoning ? ownTag(.output) : nil)
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
