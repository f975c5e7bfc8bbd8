public import WaiterConversation

/// A conversation and its location in a store.
public struct StoredConversation: Sendable {
    /// The conversation. You can modify the conversation and then save the changes.
    public var conversation: Conversation
    /// The profile of the conversation, or `nil` if none was specified.
    public var profile: String?
    /// The application user who owns the conversation, or `nil` if there is none.
    public var owner: String?
    /// Application-defined metadata by which conversations can be filtered.
    public var metadata: [String: String] = [:]

    /// Whether at least part of the conversation is in the store.
    public var isSaved: Bool { row != nil }

    /// The rowid, or `nil` if the conversation has not been saved.
    ///
    /// Another process may delete the row at any time.
    var row: Int64?
    /// The title as last read or saved.
    var savedTitle: String?
    /// The metadata as last read or saved.
    var savedMetadata: [String: String] = [:]
    /// The owner as last read or saved.
    var savedOwner: String?
    /// The messages as last saved and their rowids.
    var savedNodes: [Conversation.Node] = []
    var messageRows: [Int64] = []
    /// The rowids of the message contents. A recorded request may refer to these rowids.
    // The element type is `Int`, because the other sets that every command uses have the same element type. Each
    // additional set type would require a protocol conformance lookup at run time.
    var contentRows: Set<Int> = []

    /// Creates a conversation that is not yet in a store.
    public init(
        _ conversation: Conversation,
        profile: String? = nil,
        owner: String? = nil,
        metadata: [String: String] = [:]
    ) {
        self.conversation = conversation
        self.profile = profile
        self.owner = owner
        self.metadata = metadata
    }

    /// Returns whether the conversation equals the saved state of another conversation value. The timestamps of
    /// messages are ignored.
    func isSaved(like other: StoredConversation) -> Bool {
        let (ours, theirs) = (conversation, other.conversation)
        guard ours.nodes.count == other.savedNodes.count, ours.head == theirs.head, ours.title == other.savedTitle,
            owner == other.savedOwner, metadata == other.savedMetadata, ours.model == theirs.model,
            ours.summary == theirs.summary, ours.learnedContext == theirs.learnedContext
        else { return false }
        return zip(ours.nodes, other.savedNodes).allSatisfy { $0.isSame(as: $1) }
    }

    /// Discards the rowids of the messages, so that all of the messages are inserted again.
    mutating func forgetMessages() {
        (savedNodes, messageRows, contentRows) = ([], [], [])
    }
}
