extension ModelPrices {
    /// By what the usual prices are multiplied, as in a batch at half price; exact to a millionth.
    public struct Factor: Sendable, Hashable, CustomStringConvertible {
        /// The factor in millionths; 500,000 is the half.
        public let millionths: Int64

        /// Makes a factor of so many millionths.
        public init(millionths: Int64) {
            self.millionths = millionths
        }

        /// The factor of a decimal number such as `0.5`; nil for what is none from 0 to 1000 with at most six places.
        public init?(_ text: some StringProtocol) {
            guard let units = DecimalText.units(text, places: 6), units <= 1_000_000_000 else { return nil }
            millionths = units
        }

        /// The decimal number, such as `0.5`.
        public var description: String { DecimalText.text(millionths.magnitude, places: 6) }
    }
}
