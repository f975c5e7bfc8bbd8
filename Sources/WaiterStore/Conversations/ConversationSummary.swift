public import WaiterConversation

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// An entry in the list of conversations.
public struct ConversationSummary: Sendable, Hashable, Identifiable {
    /// The conversation's ID.
    public let id: ConversationID
    /// The title specified by the user, or else the first few words of the conversation. The string is empty if the
    /// conversation has no messages.
    public let title: String
    /// Whether the user specified the title.
    public let isNamed: Bool
    /// The most recently requested model.
    public let model: String
    /// The profile of the conversation, or `nil` if none was specified.
    public let profile: String?
    /// The application user who owns the conversation, or `nil` if there is none.
    public let owner: String?
    /// The number of questions on all branches.
    public let turns: Int
    /// The creation time.
    public let createdAt: Date
    /// The time of the last use.
    public let usedAt: Date
}
