internal import Waiter

/// One call of a conversation: the choice of what it sends, and what the server's refusal taught about it.
struct ConversationCall: Sendable {
    let options: Conversation.Options
    /// The most tokens that the answer may have; nil where the request does not say.
    let answerLimit: Int?
    /// The context that the request must fit into.
    var window: ContextWindow
    var attachments = AttachmentResolver()
    /// The refusal that the window was learned from; nil until there is one.
    var refusal: OpenAIError?
    /// The choice of the messages; nil when all are sent.
    var context: FittedContext?
    /// The messages of the request.
    var messages: [ChatMessage] = []
}
