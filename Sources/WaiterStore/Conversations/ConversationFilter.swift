#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A filter for conversations.
public struct ConversationFilter: Sendable, Hashable {
    /// The maximum number of results, or `nil` for all results. The most recently used conversations are returned
    /// first.
    public var limit: Int?
    /// A string that the model's name must contain, ignoring case.
    public var model: String?
    /// The start of the time range. Conversations that were last used before this time are excluded.
    public var since: Date?
    /// The profile of the conversation.
    public var profile: String?
    /// The application user who owns the conversation.
    public var owner: String?
    /// Metadata values that the conversation must have.
    public var metadata: [String: String] = [:]

    /// Creates a filter.
    public init(
        limit: Int? = nil,
        model: String? = nil,
        since: Date? = nil,
        profile: String? = nil,
        owner: String? = nil,
        metadata: [String: String] = [:]
    ) {
        self.limit = limit
        self.model = model
        self.since = since
        self.profile = profile
        self.owner = owner
        self.metadata = metadata
    }

    /// The SQL condition on the `conversation` table, and the values of its parameters.
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
        if let owner {
            parts.append("conversation.owner = ?")
            values.append(owner)
        }
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            // If an owner is specified, the query checks the metadata of each of the owner's conversations. A user has
            // only a few conversations, but many conversations can have the same metadata value.
            parts.append(
                owner == nil
                    ? "conversation.id IN (SELECT conversation FROM conversation_metadata WHERE key = ? AND value = ?)"
                    : """
                    EXISTS (SELECT 1 FROM conversation_metadata AS note
                        WHERE note.conversation = conversation.id AND note.key = ? AND note.value = ?)
                    """
            )
            values += [key, value]
        }
        return (parts.isEmpty ? "1" : parts.joined(separator: " AND "), values)
    }
}
