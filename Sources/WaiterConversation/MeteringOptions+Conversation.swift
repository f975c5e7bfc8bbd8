public import Waiter

extension MeteringOptions {
    /// The conversation that the call belongs to, or `nil` if there is none or its ID is not a Waiter ID.
    ///
    /// Calls made by a `Conversation` set this automatically.
    public var conversationID: ConversationID? {
        get { conversation.flatMap { ConversationID($0) } }
        set { conversation = newValue?.text }
    }
}
