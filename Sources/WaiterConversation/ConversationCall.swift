internal import Waiter

/// A call in a conversation: the messages that it sends, and the limits learned from the server's rejection.
struct ConversationCall: Sendable {
    let options: Conversation.Options
    /// The maximum number of answer tokens, or `nil` if the request does not limit them.
    let answerLimit: Int?
    /// The context that the request must fit into.
    var window: ContextWindow
    var attachments = AttachmentResolver()
    /// The rejection from which the window was learned, if any.
    var refusal: OpenAIError?
    /// The selected messages, or `nil` if all messages are sent.
    var context: FittedContext?
    /// The messages in the request.
    var messages: [ChatMessage] = []
}
