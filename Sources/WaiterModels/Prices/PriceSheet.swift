internal import Waiter

/// The price list that applies to a request, with the path of each price in the catalogue.
struct PriceSheet {
    private let entry: String
    private let standard: ModelPrices.Rates
    private let place: [String]
    /// The prices for the tier, or `nil` if they are unknown.
    private let rates: ModelPrices.Rates?
    private let ownPlace: [String]
    private let fees: [Cost.Kind: ModelPrices.TokenPrice]
    /// Whether the model's standard prices include a price for cached input.
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

    /// Whether the prices for the tier are known.
    var isKnown: Bool { rates != nil }

    /// A price in the sheet. The path of the price in the catalogue has not been formatted yet.
    struct Quote {
        /// The location of a price in the catalogue.
        fileprivate enum Origin {
            case fee, own, standard
        }

        let price: ModelPrices.TokenPrice
        fileprivate var factor: ModelPrices.Factor?
        fileprivate let kind: Cost.Kind
        fileprivate let origin: Origin
        fileprivate var substitutes: Cost.Kind?

        /// The price with the factor applied and rounded up.
        var roundedUp: ModelPrices.TokenPrice { factor.map { price.roundedUp(times: $0) } ?? price }
    }

    /// Returns the price for a kind, together with its path. See `quote`.
    func tag(_ kind: Cost.Kind) -> Cost.ResolvedPrice? { quote(kind).map { tag($0) } }

    /// Returns a price, together with its path.
    func tag(_ quote: Quote) -> Cost.ResolvedPrice {
        let path: [String] =
            switch quote.origin {
            case .fee: ["price"]
            case .own: ownPlace
            case .standard: place
            }
        var tag = Cost.ResolvedPrice(
            price: quote.price,
            factor: quote.factor,
            entry: entry,
            place: path + [quote.kind.rawValue]
        )
        tag.substitutes = quote.substitutes
        return tag
    }

    /// Returns the price for a kind. Reasoning falls back to the output price.
    ///
    /// Cached input falls back to the input price if the model has no price for cached input at all, as in a user's own
    /// price list. `substitutes` records this substitution. If the standard prices include a cached input price but the
    /// prices for the tier or batch do not, the price is unknown.
    func quote(_ kind: Cost.Kind) -> Quote? {
        if let price = fees[kind] { return Quote(price: price, kind: kind, origin: .fee) }
        if let own = ownQuote(kind) { return own }
        switch kind {
        case .reasoning: return ownQuote(.output)
        case .cachedInput where !pricesCache:
            var input = ownQuote(.input)
            input?.substitutes = kind
            return input
        default: return nil
        }
    }

    private func ownQuote(_ kind: Cost.Kind) -> Quote? {
        guard let rates else { return nil }
        if let price = rates[kind] { return Quote(price: price, kind: kind, origin: .own) }
        guard let factor = rates.factor, let price = standard[kind] else { return nil }
        return Quote(price: price, factor: factor, kind: kind, origin: .standard)
    }
}
