/// The list price of one call to a hosted tool, with the source and date of the price.
public struct ToolPrice: Sendable, Hashable {
    /// The price of one call or of one container.
    public let price: ModelPrices.TokenPrice
    /// The source of the price, such as `litellm 1.109.1`, or `nil` if no source is specified.
    public let source: String?
    /// The date on which the source was current, such as `2026-11-23`, or `nil` if no date is stated.
    public let date: String?

    /// Creates a price.
    public init(price: ModelPrices.TokenPrice, source: String? = nil, date: String? = nil) {
        self.price = price
        self.source = source
        self.date = date
    }
}
