public import WaiterConversation

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A conversation from another source, to be imported into a store.
public struct ImportedConversation: Sendable {
    /// The conversation, including its messages.
    public var conversation: Conversation
    /// The profile of the conversation, or `nil` if none was specified.
    public var profile: String?
    /// The application user who owns the conversation, or `nil` if there is none.
    public var owner: String?
    /// Application-defined metadata.
    public var metadata: [String: String] = [:]
    /// The time of the last use.
    public var usedAt: Date
    /// Whether the start time of the conversation is unknown, in which case the ID contains the time of the import.
    ///
    /// If so, the rest of the ID is derived from the content. Two undated conversations are considered the same if this
    /// part of their IDs is equal.
    public var isUndated: Bool

    /// Creates an imported conversation.
    ///
    /// By default, the time of last use is the creation time of the last message.
    public init(_ conversation: Conversation, profile: String? = nil, usedAt: Date? = nil, isUndated: Bool = false) {
        self.conversation = conversation
        self.profile = profile
        self.usedAt = usedAt ?? conversation.nodes.map(\.createdAt).max() ?? conversation.id.time
        self.isUndated = isUndated
    }
}
