public import Waiter

/// What a model's tokens cost at the provider's list price; what is nil is not known.
public struct ModelPrices: Sendable, Hashable {
    /// A list of prices that hold together.
    public struct Rates: Sendable, Hashable {
        /// The prices of a token of each kind.
        public var prices: [Cost.Kind: TokenPrice] = [:]
        /// By what the usual prices are multiplied where this list has none; nil where they do not hold at all.
        public var factor: Factor?

        /// Makes a list in which no price is known.
        public init() {}

        /// The price of a token of a kind.
        public subscript(kind: Cost.Kind) -> TokenPrice? {
            get { prices[kind] }
            set { prices[kind] = newValue }
        }

        /// Of input that is neither cached nor put into the cache.
        public var input: TokenPrice? {
            get { self[.input] }
            set { self[.input] = newValue }
        }

        /// Of input that the provider had in its cache.
        public var cachedInput: TokenPrice? {
            get { self[.cachedInput] }
            set { self[.cachedInput] = newValue }
        }

        /// Of input that is put into the cache.
        public var cacheWrite: TokenPrice? {
            get { self[.cacheWrite] }
            set { self[.cacheWrite] = newValue }
        }

        /// Of output, reasoning included.
        public var output: TokenPrice? {
            get { self[.output] }
            set { self[.output] = newValue }
        }
    }

    /// The prices of requests of one length.
    public struct Band: Sendable, Hashable {
        /// The number of input tokens above which these prices hold, for all tokens of the request.
        public var above: Int
        /// The usual prices.
        public var standard: Rates
        /// The prices in a batch; nil when they are not known.
        public var batch: Rates?
        /// The prices in other service tiers, by the name that answers give them.
        public var tiers: [ServiceTier: Rates]

        /// Makes a band.
        public init(above: Int = 0, standard: Rates, batch: Rates? = nil, tiers: [ServiceTier: Rates] = [:]) {
            self.above = above
            self.standard = standard
            self.batch = batch
            self.tiers = tiers
        }
    }

    /// The prices of requests of usual length.
    public var usual: Band
    /// The prices of longer requests, the shortest first.
    public var long: [Band]
    /// The prices of what is paid by the piece, in all tiers.
    public var fees: [Cost.Kind: TokenPrice]

    /// Makes prices; each of `long` begins above the one before.
    public init(usual: Band, long: [Band] = [], fees: [Cost.Kind: TokenPrice] = [:]) {
        self.usual = usual
        self.long = long
        self.fees = fees
    }

    /// The prices of a request with so many tokens of input.
    public func band(forInput tokens: Int) -> Band {
        long.last { tokens > $0.above } ?? usual
    }

    /// The lists of prices that hold for requests of up to so many tokens of input; the last is that of the longest.
    func sheets(upTo tokens: Int, entry: String, tariff: PricingContext.Tariff) -> [PriceSheet] {
        var sheets = [PriceSheet(band: usual, entry: entry, place: ["price"], tariff: tariff, fees: fees)]
        for (position, band) in long.enumerated() where tokens > band.above {
            let place = ["price", "long"] + (long.count > 1 ? ["\(position)"] : [])
            sheets.append(PriceSheet(band: band, entry: entry, place: place, tariff: tariff, fees: fees))
        }
        return sheets
    }
}
