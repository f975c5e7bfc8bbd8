/// The attribute by which calls in the ledger are grouped.
public enum UsageGrouping: String, Codable, Sendable, Hashable, CaseIterable {
    /// The requested model.
    case model
    /// The day in UTC.
    case day
    /// The profile.
    case profile
    /// The ID of the conversation.
    case conversation
    /// The tag. A call with several tags is counted under each of them.
    case tag
}
