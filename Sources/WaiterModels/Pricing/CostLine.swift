/// A line of a cost: so many of a kind, at a price.
public struct CostLine: Sendable, Hashable {
    /// What is paid for.
    public let kind: CostKind
    /// How many tokens or pieces.
    public let quantity: Int
    /// The field of the usage that told the quantity, such as `prompt_tokens_details.cached_tokens`.
    ///
    /// Of `prompt_tokens` and `completion_tokens` it is what no other line has.
    public let field: String
    /// The price of one, and where it stands; nil when it is not known.
    public let price: PriceTag?
    /// Quantity times price; nil when the price is not known, or the product is more than can be told.
    public let amount: Dollars?

    /// Makes a line, and works out what it costs.
    public init(kind: CostKind, quantity: Int, field: String, price: PriceTag?) {
        self.kind = kind
        self.quantity = quantity
        self.field = field
        self.price = price
        amount = price?.cost(of: quantity)
    }

    func with(_ price: PriceTag?) -> CostLine {
        CostLine(kind: kind, quantity: quantity, field: field, price: price)
    }
}
