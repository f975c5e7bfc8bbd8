/// The reliability of the cost of an attempt.
public enum CostSource: String, Codable, Sendable, Hashable {
    /// The list price for the token counts that the server reported.
    case known
    /// The cost that the server reported.
    case reported
    /// The list price for estimated token counts, or a list price that the server may not charge.
    case estimated
    /// The cost is unknown.
    case unknown
    /// The call was free.
    case free
}
