public import WaiterConversation

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A conversation that comes from elsewhere, to be kept in a ledger.
public struct ImportedConversation: Sendable {
    /// What was said, and when.
    public var conversation: Conversation
    /// The profile through which it was held; nil when nobody knows.
    public var profile: String?
    /// The user of the program whom the conversation belongs to; nil for none.
    public var owner: String?
    /// Notes of the program about the conversation.
    public var metadata: [String: String] = [:]
    /// When it was last carried on.
    public var usedAt: Date
    /// Whether nobody knows when it began, so that its ID's time is only that of the import.
    ///
    /// What follows the time in its ID is then made from its content, and one that ends alike is the same.
    public var isUndated: Bool

    /// Describes a conversation; it was last used when its last message was made, unless somebody knows better.
    public init(_ conversation: Conversation, profile: String? = nil, usedAt: Date? = nil, isUndated: Bool = false) {
        self.conversation = conversation
        self.profile = profile
        self.usedAt = usedAt ?? conversation.nodes.map(\.createdAt).max() ?? conversation.id.time
        self.isUndated = isUndated
    }
}
