/// Calls that have something in common, and what they came to.
public struct UsageGroup: Codable, Sendable, Hashable {
    /// What they have in common: the model's name, the day as `2026-11-23`, the tag; empty for calls that have none.
    public let name: String
    /// The total usage.
    public let sum: UsageSum
}
