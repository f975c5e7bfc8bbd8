extension Cost {
    /// A line item of a cost: a quantity of one kind at one price.
    public struct Line: Sendable, Hashable {
        /// The billed kind.
        public let kind: Kind
        /// The number of tokens or units.
        public let quantity: Int
        /// The usage field from which the quantity was taken, such as `prompt_tokens_details.cached_tokens`.
        ///
        /// For `prompt_tokens` and `completion_tokens`, the quantity excludes tokens listed in other lines.
        public let field: String
        /// The unit price and its origin, or `nil` if the price is unknown.
        public private(set) var price: ResolvedPrice?
        /// The quantity times the price, or `nil` if the price is unknown or the product overflows.
        public let amount: Dollars?

        /// Creates a line and computes its amount.
        public init(kind: Kind, quantity: Int, field: String, price: ResolvedPrice?) {
            self.kind = kind
            self.quantity = quantity
            self.field = field
            self.price = price
            amount = price?.cost(of: quantity)
        }

        /// Sets the source and the date of the price.
        mutating func attribute(to origin: (source: String?, date: String?)) {
            price?.source = origin.source
            price?.date = origin.date
        }
    }
}
