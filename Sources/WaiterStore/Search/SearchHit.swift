public import Waiter

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A message in which something was found.
public struct SearchHit: Sendable, Hashable {
    /// A piece of the excerpt.
    public struct Piece: Sendable, Hashable {
        /// The text.
        public let text: String
        /// Whether it is what was looked for.
        public let isMatch: Bool
    }

    /// The conversation in which it was said.
    public let conversation: ConversationSummary
    /// Who said it.
    public let role: Role
    /// When it was said.
    public let createdAt: Date
    /// The words around the first place where it was found.
    public let excerpt: [Piece]
}
