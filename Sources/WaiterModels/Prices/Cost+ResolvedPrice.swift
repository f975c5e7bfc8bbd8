extension Cost {
    /// The price that applies to a line of a cost, with its path in the catalogue.
    public struct ResolvedPrice: Sendable, Hashable {
        /// The price of one token or unit.
        public let price: ModelPrices.TokenPrice
        /// The multiplier applied to the price, or `nil` if the catalogue contains the price itself.
        public let factor: ModelPrices.Factor?
        /// The ID of the catalogue entry, such as `gpt-4o`.
        public let entry: String
        /// The path of the price in the entry, such as `["price", "long", "tiers", "flex", "input"]`.
        public let place: [String]
        /// The source of the price, such as `litellm 1.109.1`, or `nil` if no source is specified.
        public var source: String?
        /// The date on which the source was current, such as `2026-11-23`, or `nil` if no date is stated.
        public var date: String?
        /// The kind for which this price is used as a substitute, because the catalogue has no price for that kind. The
        /// value is `nil` if the price is not a substitute.
        public var substitutes: Cost.Kind?

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

        /// Returns the cost of a number of tokens or units, or `nil` on overflow.
        ///
        /// Without a factor, the result is exact. With a factor, the product of price, factor and quantity is rounded
        /// once to the nearest 10^-12 dollars, with halves rounded up.
        public func cost(of quantity: Int) -> Dollars? {
            guard quantity >= 0, price.picodollars >= 0 else { return nil }
            guard let factor else { return price.cost(ofTokens: quantity) }
            let (product, overflow) = (Int128(price.picodollars) * Int128(factor.millionths))
                .multipliedReportingOverflow(by: Int128(quantity))
            let (sum, overflowsAgain) = product.addingReportingOverflow(500_000)
            guard !overflow, !overflowsAgain else { return nil }
            return Int64(exactly: sum / 1_000_000).map(Dollars.init(picodollars:))
        }

        /// The price with the factor applied and rounded up. Because of this rounding, no sum of rounded parts exceeds
        /// the computed maximum.
        var roundedUp: ResolvedPrice {
            guard let factor else { return self }
            return ResolvedPrice(
                price: price.roundedUp(times: factor),
                entry: entry,
                place: place,
                source: source,
                date: date
            )
        }
    }
}

extension Cost.ResolvedPrice: CustomStringConvertible {
    /// The path and source on one line: `gpt-4o price.tiers.flex.input (litellm 1.109.1, 2026-11-23)`.
    public var description: String {
        let origin = [source, date].compactMap { $0 }.joined(separator: ", ")
        let substitution = substitutes.map { ", substituted for \($0.rawValue)" } ?? ""
        return "\(entry) \(place.joined(separator: "."))" + (origin.isEmpty ? "" : " (\(origin))") + substitution
    }
}
