extension ModelPrices {
    /// The exact price of one token, or of one unit of a service.
    public struct TokenPrice: Sendable, Hashable, Comparable {
        /// The price of one token in units of 10^-12 dollars, which is the price of a million in millionths of a dollar.
        public let picodollars: Int64

        /// Makes a price of so many units of 10^-12 dollars a token.
        public init(picodollars: Int64) {
            self.picodollars = picodollars
        }

        /// The price of which a million tokens cost so many dollars, such as `2.50`.
        ///
        /// Nil for what is no decimal number of at least 0 with at most six places, or is more than a million dollars.
        public init?(dollarsPerMillion text: some StringProtocol) {
            guard let units = DecimalText.units(text, places: 6), units <= Self.limit else { return nil }
            picodollars = units
        }

        /// The price of which one piece costs so many dollars, such as `0.01`.
        ///
        /// Nil for what is no decimal number from 0 to 1000 with at most twelve places.
        public init?(dollarsEach text: some StringProtocol) {
            guard let units = DecimalText.units(text, places: 12), units <= 1000 * Self.limit else { return nil }
            picodollars = units
        }

        private static let limit: Int64 = 1_000_000_000_000

        /// Whether the one price is lower than the other.
        public static func < (left: TokenPrice, right: TokenPrice) -> Bool { left.picodollars < right.picodollars }

        /// What so many tokens cost; nil when that is more than can be told.
        public func cost(ofTokens count: Int) -> Dollars? {
            let (product, overflow) = picodollars.multipliedReportingOverflow(by: Int64(count))
            return overflow ? nil : Dollars(picodollars: product)
        }

        /// The dollars of a million tokens as a decimal number, such as `2.5`.
        public var dollarsPerMillion: String { DecimalText.text(picodollars.magnitude, places: 6) }

        /// The dollars of one as a decimal number, such as `0.01`.
        public var dollarsEach: String { DecimalText.text(picodollars.magnitude, places: 12) }
    }
}

extension ModelPrices.TokenPrice: CustomStringConvertible {
    /// The price of a million tokens as people write it: `$2`, `$2.50`, `$0.0625`.
    public var description: String {
        let isWhole = picodollars % 1_000_000 == 0
        return "$" + DecimalText.text(picodollars.magnitude, places: 6, atLeast: isWhole ? 0 : 2)
    }
}
