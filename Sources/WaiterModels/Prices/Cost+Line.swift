extension Cost {
    /// A line of a cost: a quantity of one kind at one price.
    public struct Line: Sendable, Hashable {
        /// The billed kind.
        public let kind: Kind
        /// The number of tokens or units.
        public let quantity: Int
        /// The usage field that the quantity comes from, such as `prompt_tokens_details.cached_tokens`.
        ///
        /// Of `prompt_tokens` and `completion_tokens` it is what no other line has.
        public let field: String
        /// The price of one, and where it stands; nil when it is not known.
        public let price: ResolvedPrice?
        /// Quantity times price; nil when the price is not known, or the product is more than can be told.
        public let amount: Dollars?

        /// Creates a line and computes its amount.
        public init(kind: Kind, quantity: Int, field: String, price: ResolvedPrice?) {
            self.kind = kind
            self.quantity = quantity
            self.field = field
            self.price = price
            amount = price?.cost(of: quantity)
        }

        func with(_ price: ResolvedPrice?) -> Line {
            Line(kind: kind, quantity: quantity, field: field, price: price)
        }
    }
}
