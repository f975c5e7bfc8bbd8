extension ModelPrices {
    /// A multiplier for standard prices, such as 0.5 in a batch, exact to 10^-6.
    public struct Factor: Sendable, Hashable, CustomStringConvertible {
        /// The factor in millionths. For example, 500,000 is one half.
        public let millionths: Int64

        /// Creates a factor from millionths.
        public init(millionths: Int64) {
            self.millionths = millionths
        }

        /// Creates a factor from a decimal number from 0 to 1000 with at most six places, such as `0.5`. Returns `nil` for other
        /// text.
        public init?(_ text: some StringProtocol) {
            guard let units = DecimalText.units(text, places: 6), units <= 1_000_000_000 else { return nil }
            millionths = units
        }

        /// The factor as a decimal number, such as `0.5`.
        public var description: String { DecimalText.text(millionths.magnitude, places: 6) }
    }
}
