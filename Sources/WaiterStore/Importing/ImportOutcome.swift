/// The outcome of importing a conversation.
public enum ImportOutcome: Sendable, Hashable {
    /// The conversation was added with this number of messages.
    case added(messages: Int)
    /// The conversation already existed, and this number of messages was added.
    case grown(messages: Int)
    /// The conversation already existed, and no messages were added.
    case known
}
