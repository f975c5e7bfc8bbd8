/// By what the ledger's calls are put together.
public enum UsageGrouping: String, Codable, Sendable, Hashable, CaseIterable {
    /// The model that was asked for.
    case model
    /// The day in UTC.
    case day
    /// The profile.
    case profile
    /// The conversation, by its ID.
    case conversation
    /// The tag; a call with several tags counts for each of them.
    case tag
}
