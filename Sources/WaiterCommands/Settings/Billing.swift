/// The billing of a server, where its profile states it.
package enum Billing: String, Sendable, Hashable {
    /// The prices of the model catalogue, as at the model's own provider.
    case list
    /// Nothing.
    case free
}
