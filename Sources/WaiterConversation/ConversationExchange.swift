public import Waiter

/// The sending side of a conversation's call: carries requests to the model, and observes the call.
///
///     struct RawExchange: ConversationExchange {
///         let client: OpenAI
///         var bodies: [[UInt8]] = []
///
///         mutating func answer(
///             to request: ChatCompletionRequest,
///             in conversation: Conversation
///         ) async throws -> ChatCompletion {
///             let response = try await client.send(.chatCompletion(request))
///             bodies.append(response.body)
///             return response.value
///         }
///     }
///
/// `Conversation.answer(through:options:)` chooses the messages and keeps the answer. An exchange decides how a request is
/// sent (whole, streamed, recorded) and where the answer is shown.
public protocol ConversationExchange {
    /// What arrived of the answer when `answer(to:in:)` threw; nil when nothing did.
    ///
    /// It is kept as interrupted, and the request is not sent again.
    var received: ChatCompletion? { get }

    /// Observes which messages the next request carries; not called under `ContextPolicy.sendEverything`.
    mutating func didFit(_ context: FittedContext)

    /// Sends a request and returns the answer.
    ///
    /// - Parameters:
    ///   - request: The messages that fit, and what `Conversation.Options.prepare` added.
    ///   - conversation: The conversation as it is now, without the answer.
    /// - Throws: Any error, which ends the call, except the first `OpenAIError` with code `.contextLengthExceeded`: the
    ///   conversation is then fitted to the reported limit and sent once more.
    mutating func answer(
        to request: ChatCompletionRequest,
        in conversation: Conversation
    ) async throws -> ChatCompletion

    /// Observes the end of each `answer(to:in:)`, once its answer, or what arrived of it, is in the conversation.
    ///
    /// - Parameter error: What `answer(to:in:)` threw; nil for a complete answer.
    mutating func didEnd(in conversation: Conversation, error: (any Error)?)
}

extension ConversationExchange {
    /// Nil: an answer arrives whole or not at all.
    public var received: ChatCompletion? { nil }

    /// Does nothing.
    public mutating func didFit(_ context: FittedContext) {}

    /// Does nothing.
    public mutating func didEnd(in conversation: Conversation, error: (any Error)?) {}
}
