/// The reliability of the cost of an attempt.
public enum CostSource: String, Codable, Sendable, Hashable {
    /// The cost at list price, computed from the token counts reported by the server.
    case known
    /// The cost reported by the server.
    case reported
    /// The cost at list price, which is an estimate because the token counts are estimated or the server may charge a
    /// different price.
    case estimated
    /// The cost is unknown.
    case unknown
    /// The call was free.
    case free
}
