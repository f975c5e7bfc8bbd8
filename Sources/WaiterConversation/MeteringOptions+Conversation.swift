public import Waiter

extension MeteringOptions {
    /// The conversation that the call belongs to; nil for none, and for an ID that is not Waiter's.
    ///
    /// The calls of a `Conversation` carry its ID by themselves.
    public var conversationID: ConversationID? {
        get { conversation.flatMap { ConversationID($0) } }
        set { conversation = newValue?.text }
    }
}
