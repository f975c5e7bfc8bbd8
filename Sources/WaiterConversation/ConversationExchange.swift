public import Waiter

/// A type that sends the requests for a call in a conversation to the model, and observes the call.
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
/// `Conversation.answer(through:options:)` selects the messages and appends the answer. An exchange determines how a
/// request is sent (for example, whether the answer is streamed or recorded) and where the answer is displayed.
public protocol ConversationExchange {
    /// The partial answer received before `answer(to:in:)` threw an error, or `nil` if nothing was received.
    ///
    /// The partial answer is appended to the conversation and marked as interrupted. The request is not repeated.
    var received: ChatCompletion? { get }

    /// Observes the selected messages before a request is sent. This method is not called for
    /// `ContextPolicy.sendEverything`.
    mutating func didFit(_ context: FittedContext)

    /// Sends a request and returns the answer.
    ///
    /// - Parameters:
    ///   - request: The request with the selected messages and the parameters set by `Conversation.Options.prepare`.
    ///   - conversation: The conversation in its current state, without the answer.
    /// - Returns: The completion.
    /// - Throws: Any error. Every error ends the call, except the first `OpenAIError` with code
    ///   `.contextLengthExceeded`. After that error, the conversation is fitted to the reported limit and sent again.
    mutating func answer(
        to request: ChatCompletionRequest,
        in conversation: Conversation
    ) async throws -> ChatCompletion

    /// Observes the end of each call to `answer(to:in:)`.
    ///
    /// - Parameters:
    ///   - conversation: The conversation with the complete or partial answer.
    ///   - error: The error thrown by `answer(to:in:)`, or `nil` if the answer is complete.
    mutating func didEnd(in conversation: Conversation, error: (any Error)?)
}

extension ConversationExchange {
    /// The partial answer. The default is `nil`, which is suitable for exchanges that receive only complete answers.
    public var received: ChatCompletion? { nil }

    /// Does nothing by default.
    public mutating func didFit(_ context: FittedContext) {}

    /// Does nothing by default.
    public mutating func didEnd(in conversation: Conversation, error: (any Error)?) {}
}
