public import WaiterConversation

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A line in the list of conversations.
public struct ConversationSummary: Sendable, Hashable, Identifiable {
    /// The conversation's ID.
    public let id: ConversationID
    /// The title that somebody gave it, or the first words that were said; empty when nothing was.
    public let title: String
    /// Whether somebody gave it the title.
    public let isNamed: Bool
    /// The model that was asked last.
    public let model: String
    /// The profile through which it is held; nil when nobody knows.
    public let profile: String?
    /// The user of the program whom the conversation belongs to; nil for none.
    public let owner: String?
    /// How many questions there are, on all branches.
    public let turns: Int
    /// When it began.
    public let createdAt: Date
    /// When it was last carried on.
    public let usedAt: Date
}
