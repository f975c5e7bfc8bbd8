public import Waiter

extension MeteringOptions {
    /// The ID of the conversation that the call is part of. The value is `nil` if there is no conversation, or if its
    /// ID is not a `ConversationID`.
    ///
    /// Calls made by a `Conversation` set this property automatically.
    public var conversationID: ConversationID? {
        get { conversation.flatMap { ConversationID($0) } }
        set { conversation = newValue?.text }
    }
}
