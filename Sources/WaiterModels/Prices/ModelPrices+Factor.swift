extension ModelPrices {
    /// A multiplier for standard prices, such as 0.5 for a batch. It is exact to 10^-6.
    public struct Factor: Sendable, Hashable, CustomStringConvertible {
        /// The factor in millionths. For example, 500,000 is one half.
        public let millionths: Int64

        /// Creates a factor from millionths.
        public init(millionths: Int64) {
            self.millionths = millionths
        }

        /// Creates a factor from a decimal number such as `0.5`. Returns `nil` unless the text is a number from 0 to
        /// 1000 with at most six decimal places.
        public init?(_ text: some StringProtocol) {
            guard let units = DecimalText.units(text, places: 6), units <= 1_000_000_000 else { return nil }
            millionths = units
        }

        /// The factor as a decimal number, such as `0.5`.
        public var description: String { DecimalText.text(millionths.magnitude, places: 6) }
    }
}
