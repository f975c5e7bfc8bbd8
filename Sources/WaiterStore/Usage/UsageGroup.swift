/// A group of calls and their total usage.
public struct UsageGroup: Codable, Sendable, Hashable {
    /// The common value of the group, such as a model, a day such as `2026-11-23`, or a tag. It is empty for calls
    /// without a value.
    public let name: String
    /// The total usage.
    public let sum: UsageSum
}
