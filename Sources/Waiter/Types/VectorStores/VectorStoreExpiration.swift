/// The period of inactivity after which a vector store expires.
public struct VectorStoreExpiration: Codable, Sendable, Hashable {
    /// The event from which the period is measured: `last_active_at`.
    public var anchor: String
    /// The period in days, from 1 to 365.
    public var days: Int

    /// Creates an expiration that takes effect the given number of days after the last use.
    public init(days: Int, anchor: String = "last_active_at") {
        self.days = days
        self.anchor = anchor
    }

    private enum CodingKeys: String, CodingKey { case anchor, days }
}
