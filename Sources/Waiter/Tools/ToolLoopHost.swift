/// The owner of a loop's messages. The host sends the messages to the model and appends new messages.
package protocol ToolLoopHost: AnyObject {
    /// Prepares the host. The loop calls this method before the first step.
    func begin(isolation: isolated (any Actor)?) async throws

    /// Sends the messages in a wire format and returns the answer.
    func open(
        _ wire: ToolWire,
        after progress: ToolProgress,
        isolation: isolated (any Actor)?
    ) async throws -> ToolAnswer

    /// Appends an answer from the model.
    func keep(_ completion: ChatCompletion)

    /// Appends the results of a step.
    func keep(_ results: [ChatMessage])

    /// Saves the progress. The loop calls this method before tool calls start and after each step.
    func save(_ progress: ToolProgress, isolation: isolated (any Actor)?) async throws

    /// Ends the loop.
    ///
    /// - Parameters:
    ///   - progress: The progress at the end of the loop.
    ///   - received: The part of an interrupted answer that was received.
    ///   - error: The error that ended the loop, or `nil` if the loop ended normally or was abandoned.
    ///   - isolation: The actor to run on.
    func end(
        _ progress: ToolProgress,
        _ received: ChatCompletion?,
        _ error: (any Error)?,
        isolation: isolated (any Actor)?
    ) async

    /// Ends a loop whose iteration was abandoned.
    func abandon(_ progress: ToolProgress, _ received: ChatCompletion?)

    /// The ID of the conversation that contains the messages, or `nil` if there is no conversation.
    var conversationID: String? { get }

    /// The request with all messages so far, or `nil` if the messages are not stored in a request.
    var request: ChatCompletionRequest? { get }
}

/// An answer from the model in a tool loop.
package struct ToolAnswer {
    /// The content of an answer, which is either a stream or a complete answer.
    package enum Content {
        case stream(EventStream<ChatCompletionChunk>)
        case complete(ChatCompletion)
    }

    /// The request before its conversion to the wire format.
    let request: ChatCompletionRequest
    let content: Content

    package init(to request: ChatCompletionRequest, _ content: Content) {
        (self.request, self.content) = (request, content)
    }
}
