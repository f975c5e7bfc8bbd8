public import Waiter

/// The list prices of a model. A price is `nil` if it is unknown.
public struct ModelPrices: Sendable, Hashable {
    /// A set of prices that apply together.
    public struct Rates: Sendable, Hashable {
        /// The price of one token of each kind.
        public var prices: [Cost.Kind: TokenPrice] = [:]
        /// The multiplier that is applied to the standard prices of kinds that have no price in this set. The value is
        /// `nil` if standard prices do not apply.
        public var factor: Factor?

        /// Creates an empty set of prices.
        public init() {}

        /// The price of one token of a kind.
        public subscript(kind: Cost.Kind) -> TokenPrice? {
            get { prices[kind] }
            set { prices[kind] = newValue }
        }

        /// The price of input that is neither read from nor written to the cache.
        public var input: TokenPrice? {
            get { self[.input] }
            set { self[.input] = newValue }
        }

        /// The price of input read from the provider's cache.
        public var cachedInput: TokenPrice? {
            get { self[.cachedInput] }
            set { self[.cachedInput] = newValue }
        }

        /// The price of input written to the provider's cache.
        public var cacheWrite: TokenPrice? {
            get { self[.cacheWrite] }
            set { self[.cacheWrite] = newValue }
        }

        /// The price of output, including reasoning.
        public var output: TokenPrice? {
            get { self[.output] }
            set { self[.output] = newValue }
        }
    }

    /// The prices for a range of request lengths.
    public struct Band: Sendable, Hashable {
        /// The number of input tokens above which these prices apply to all tokens in the request.
        public var above: Int
        /// The standard prices.
        public var standard: Rates
        /// The batch prices, or `nil` if they are unknown.
        public var batch: Rates?
        /// The prices for other service tiers, keyed by the tier's name in responses.
        public var tiers: [ServiceTier: Rates]

        /// Creates a band.
        public init(above: Int = 0, standard: Rates, batch: Rates? = nil, tiers: [ServiceTier: Rates] = [:]) {
            self.above = above
            self.standard = standard
            self.batch = batch
            self.tiers = tiers
        }
    }

    /// The prices for requests of ordinary length.
    public var usual: Band
    /// The prices for longer requests, in order of length.
    public var long: [Band]
    /// The prices for services billed per unit, in all tiers.
    public var fees: [Cost.Kind: TokenPrice]

    /// Creates prices. Each band in `long` starts above the previous band.
    public init(usual: Band, long: [Band] = [], fees: [Cost.Kind: TokenPrice] = [:]) {
        self.usual = usual
        self.long = long
        self.fees = fees
    }

    /// Returns the prices for a request with the given number of input tokens.
    public func band(forInput tokens: Int) -> Band {
        long.last { tokens > $0.above } ?? usual
    }

    /// Returns the price sheets for requests up to the given input length. The sheet for the longest requests is last.
    func sheets(upTo tokens: Int, entry: String, tariff: PricingContext.Tariff) -> [PriceSheet] {
        func sheet(_ band: Band, _ place: [String]) -> PriceSheet {
            let pricesCache = usual.standard.cachedInput != nil
            return PriceSheet(
                band: band,
                entry: entry,
                place: place,
                tariff: tariff,
                fees: fees,
                pricesCache: pricesCache
            )
        }
        var sheets = [sheet(usual, ["price"])]
        for (position, band) in long.enumerated() where tokens > band.above {
            sheets.append(sheet(band, ["price", "long"] + (long.count > 1 ? ["\(position)"] : [])))
        }
        return sheets
    }
}
