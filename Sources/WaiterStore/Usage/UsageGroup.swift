/// A group of calls and their total usage.
public struct UsageGroup: Codable, Sendable, Hashable {
    /// The value shared by the group's calls, such as a model, a tag, or a day in the format `2026-11-23`. The string
    /// is empty for calls that have no value.
    public let name: String
    /// The total usage.
    public let sum: UsageSum
}
