internal import Waiter

/// The one list of prices that holds for a request, with the places of the prices in the catalogue.
struct PriceSheet {
    private let entry: String
    private let standard: ModelPrices.Rates
    private let place: [String]
    /// The list of the tier; nil when none is known.
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

    /// Whether anything is known of the tier.
    var isKnown: Bool { rates != nil }

    /// The price of a kind; reasoning is paid like other output unless it has a price of its own.
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
