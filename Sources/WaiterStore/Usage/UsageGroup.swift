/// A group of calls and their total usage.
public struct UsageGroup: Codable, Sendable, Hashable {
    /// The common value of the group: a model, a day such as `2026-11-23`, or a tag; empty for calls without one.
    public let name: String
    /// The total usage.
    public let sum: UsageSum
}
