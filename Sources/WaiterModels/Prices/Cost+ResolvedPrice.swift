extension Cost {
    /// The price of one line of a cost, and its place in the catalogue.
    public struct ResolvedPrice: Sendable, Hashable {
        /// The price of one token or piece.
        public let price: ModelPrices.TokenPrice
        /// By what the price is multiplied; nil where the catalogue has the very price.
        public let factor: ModelPrices.Factor?
        /// The catalogue's entry, such as `gpt-4o`.
        public let entry: String
        /// Where the price stands in the entry, such as `["price", "long", "tiers", "flex", "input"]`.
        public let place: [String]
        /// The list that it was taken from, such as `litellm 1.109.1`; nil when that has no name.
        public var source: String?
        /// The day on which that list was right, as `2026-11-23`; nil when it does not say.
        public var date: String?

        /// Creates a resolved price.
        public init(
            price: ModelPrices.TokenPrice,
            factor: ModelPrices.Factor? = nil,
            entry: String,
            place: [String],
            source: String? = nil,
            date: String? = nil
        ) {
            self.price = price
            self.factor = factor
            self.entry = entry
            self.place = place
            self.source = source
            self.date = date
        }

        /// What so many tokens or pieces cost; nil when that is more than can be told.
        ///
        /// Without a factor nothing is rounded. With one, the product of all three is rounded once, to the nearest 10^-12
        /// dollars, a half up.
        public func cost(of quantity: Int) -> Dollars? {
            guard quantity >= 0, price.picodollars >= 0 else { return nil }
            guard let factor else { return price.cost(ofTokens: quantity) }
            let (product, overflow) = (Int128(price.picodollars) * Int128(factor.millionths))
                .multipliedReportingOverflow(by: Int128(quantity))
            let (sum, overflowsAgain) = product.addingReportingOverflow(500_000)
            guard !overflow, !overflowsAgain else { return nil }
            return Int64(exactly: sum / 1_000_000).map(Dollars.init(picodollars:))
        }

        /// The tag with the factor worked into the price, rounded up, so that no rounding of parts is dearer than the whole.
        var roundedUp: ResolvedPrice {
            guard let factor else { return self }
            let product = Int128(price.picodollars) * Int128(factor.millionths)
            let price = ModelPrices.TokenPrice(picodollars: Int64(clamping: (product + 999_999) / 1_000_000))
            return ResolvedPrice(price: price, entry: entry, place: place, source: source, date: date)
        }
    }
}

extension Cost.ResolvedPrice: CustomStringConvertible {
    /// The place and the origin on one line: `gpt-4o price.tiers.flex.input (litellm 1.109.1, 2026-11-23)`.
    public var description: String {
        let origin = [source, date].compactMap { $0 }.joined(separator: ", ")
        return "\(entry) \(place.joined(separator: "."))" + (origin.isEmpty ? "" : " (\(origin))")
    }
}
