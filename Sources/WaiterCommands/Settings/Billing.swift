/// The way a server bills calls, as specified by its profile.
package enum Billing: String, Sendable, Hashable {
    /// Calls are billed at the catalogue's prices, which are the prices of the model's provider.
    case list
    /// Calls are free of charge.
    case free
}
