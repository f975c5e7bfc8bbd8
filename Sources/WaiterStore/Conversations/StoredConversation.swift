public import WaiterConversation

/// A conversation together with where in a ledger its parts stand.
public struct StoredConversation: Sendable {
    /// The conversation; change it freely, and save it.
    public var conversation: Conversation
    /// The profile through which it is held; nil when nobody knows.
    public var profile: String?
    /// The user of the program whom the conversation belongs to; nil for none.
    public var owner: String?
    /// Notes of the program about the conversation, by which it can be found.
    public var metadata: [String: String] = [:]

    /// Whether the ledger has it, be it not all of it.
    public var isSaved: Bool { row != nil }

    /// Its row, once it has one. Another process may remove it at any time.
    var row: Int64?
    /// The title that was last read or saved.
    var savedTitle: String?
    /// The metadata that was last read or saved.
    var savedMetadata: [String: String] = [:]
    /// The owner that was last read or saved.
    var savedOwner: String?
    /// The messages as they were last saved, and their rows.
    var savedNodes: [Conversation.Node] = []
    var messageRows: [Int64] = []
    /// The contents that its messages have: those that a recorded request may refer to.
    // Of `Int`, as sets elsewhere in every command: each new kind of set costs a command a look through all conformances.
    var contentRows: Set<Int> = []

    /// A conversation that is in no ledger yet.
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

    /// Whether nothing would have to be written to bring another state up to this one; times of messages do not count.
    func isSaved(like other: StoredConversation) -> Bool {
        let (ours, theirs) = (conversation, other.conversation)
        guard ours.nodes.count == other.savedNodes.count, ours.head == theirs.head, ours.title == other.savedTitle,
            owner == other.savedOwner, metadata == other.savedMetadata, ours.model == theirs.model,
            ours.summary == theirs.summary, ours.learnedContext == theirs.learnedContext
        else { return false }
        return zip(ours.nodes, other.savedNodes).allSatisfy { $0.isSame(as: $1) }
    }

    /// Forgets where the messages stand, so that they are all written anew.
    mutating func forgetMessages() {
        (savedNodes, messageRows, contentRows) = ([], [], [])
    }
}
