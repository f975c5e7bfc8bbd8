public import Waiter

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A message that matches a search.
public struct SearchHit: Sendable, Hashable {
    /// A part of an excerpt.
    public struct Piece: Sendable, Hashable {
        /// The text.
        public let text: String
        /// Whether the part matches the search.
        public let isMatch: Bool
    }

    /// The conversation that contains the message.
    public let conversation: ConversationSummary
    /// The role of the message.
    public let role: Role
    /// The creation time of the message.
    public let createdAt: Date
    /// The text around the first match.
    public let excerpt: [Piece]
}
