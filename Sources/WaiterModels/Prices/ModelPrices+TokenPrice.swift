extension ModelPrices {
    /// The exact price of one token or of one unit of a service.
    public struct TokenPrice: Sendable, Hashable, Comparable {
        /// The price of one token in units of 10^-12 dollars. The same number is the price of a million tokens in
        /// millionths of a dollar.
        public let picodollars: Int64

        /// Creates a price from units of 10^-12 dollars per token.
        public init(picodollars: Int64) {
            self.picodollars = picodollars
        }

        /// Creates a price from dollars per million tokens, such as `2.50`.
        ///
        /// Returns `nil` unless the text is a decimal number from 0 to one million with at most six decimal places.
        public init?(dollarsPerMillion text: some StringProtocol) {
            guard let units = DecimalText.units(text, places: 6), units <= Self.limit else { return nil }
            picodollars = units
        }

        /// Creates a price from dollars per unit, such as `0.01`.
        ///
        /// Returns `nil` unless the text is a decimal number from 0 to 1000 with at most twelve decimal places.
        public init?(dollarsEach text: some StringProtocol) {
            guard let units = DecimalText.units(text, places: 12), units <= 1000 * Self.limit else { return nil }
            picodollars = units
        }

        private static let limit: Int64 = 1_000_000_000_000

        /// Returns whether the first price is lower than the second.
        public static func < (left: TokenPrice, right: TokenPrice) -> Bool { left.picodollars < right.picodollars }

        /// Returns the cost of a number of tokens, or `nil` on overflow.
        public func cost(ofTokens count: Int) -> Dollars? {
            let (product, overflow) = picodollars.multipliedReportingOverflow(by: Int64(count))
            return overflow ? nil : Dollars(picodollars: product)
        }

        /// Returns the product of the price and a factor, rounded up.
        func roundedUp(times factor: Factor) -> TokenPrice {
            let product = Int128(picodollars) * Int128(factor.millionths)
            return TokenPrice(picodollars: Int64(clamping: (product + 999_999) / 1_000_000))
        }

        /// The price of a million tokens in dollars as a decimal number, such as `2.5`.
        public var dollarsPerMillion: String { DecimalText.text(picodollars.magnitude, places: 6) }

        /// The price of one unit in dollars as a decimal number, such as `0.01`.
        public var dollarsEach: String { DecimalText.text(picodollars.magnitude, places: 12) }
    }
}

extension ModelPrices.TokenPrice: CustomStringConvertible {
    /// The price of a million tokens formatted for display: `$2`, `$2.50`, `$0.0625`.
    public var description: String {
        let isWhole = picodollars % 1_000_000 == 0
        return "$" + DecimalText.text(picodollars.magnitude, places: 6, atLeast: isWhole ? 0 : 2)
    }
}
