#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Which conversations are wanted.
public struct ConversationFilter: Sendable, Hashable {
    /// How many at most, the most recently used first; nil for all.
    public var limit: Int?
    /// Only those whose model contains this text, in any case of letters.
    public var model: String?
    /// Only those that were used since then.
    public var since: Date?
    /// Only those of this profile.
    public var profile: String?

    /// Makes a filter.
    public init(limit: Int? = nil, model: String? = nil, since: Date? = nil, profile: String? = nil) {
        self.limit = limit
        self.model = model
        self.since = since
        self.profile = profile
    }

    /// The condition on the table `conversation`, and its values.
    var condition: (sql: String, values: [any SQLiteBindable]) {
        var parts: [String] = []
        var values: [any SQLiteBindable] = []
        if let model {
            parts.append("instr(lower(conversation.model), ?) > 0")
            values.append(model.lowercased())
        }
        if let since {
            parts.append("conversation.used_at >= ?")
            values.append(since.ledgerTime)
        }
        if let profile {
            parts.append("conversation.profile = ?")
            values.append(profile)
        }
        return (parts.isEmpty ? "1" : parts.joined(separator: " AND "), values)
    }
}
