/// The billing of a server, if its profile specifies it.
package enum Billing: String, Sendable, Hashable {
    /// Billed at the catalogue's prices, which are those of the model's provider.
    case list
    /// Free of charge.
    case free
}
