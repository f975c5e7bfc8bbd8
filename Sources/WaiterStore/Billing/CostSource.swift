/// What the cost of an attempt is worth.
public enum CostSource: String, Sendable, Hashable {
    /// It is the list price of what the server told.
    case known
    /// It is the list price of tokens that are `TokenSource.estimated`.
    case estimated
    /// Nobody knows.
    case unknown
    /// There is none.
    case free
}
