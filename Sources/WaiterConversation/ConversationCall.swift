internal import Waiter

/// A call in a conversation, with the messages to send and the limits learned from a rejection by the server.
struct ConversationCall: Sendable {
    /// The part of a call that does not change. This part is stored on the heap because asynchronous functions reserve
    /// space for each copy of a call.
    private final class Terms: Sendable {
        let options: Conversation.Options
        let answerLimit: Int?

        init(_ options: Conversation.Options, _ answerLimit: Int?) {
            self.options = options
            self.answerLimit = answerLimit
        }
    }

    private let terms: Terms
    /// The context window that the request must fit in.
    var window: ContextWindow
    var attachments = AttachmentResolver()
    /// The context overflow error that determined the context window, or `nil` if there was no such error.
    var refusal: OpenAIError? {
        get { boxedRefusal.value }
        set { boxedRefusal.value = newValue }
    }
    /// The selected messages, or `nil` if all messages are sent.
    var context: FittedContext? {
        get { boxedContext.value }
        set { boxedContext.value = newValue }
    }
    /// The messages in the request.
    var messages: [ChatMessage] = []

    private var boxedRefusal = Boxed<OpenAIError>()
    private var boxedContext = Boxed<FittedContext>()

    init(options: Conversation.Options, answerLimit: Int?, window: ContextWindow) {
        terms = Terms(options, answerLimit)
        self.window = window
    }

    var options: Conversation.Options { terms.options }

    /// The maximum number of answer tokens, or `nil` if the request does not limit them.
    var answerLimit: Int? { terms.answerLimit }
}
