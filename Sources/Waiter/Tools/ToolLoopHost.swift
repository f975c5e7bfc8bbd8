/// The owner of a loop's messages: sends them to the model, and appends what the loop adds.
package protocol ToolLoopHost: AnyObject {
    /// Begins, before the first step.
    func begin(isolation: isolated (any Actor)?) async throws

    /// Sends the messages in the form of a wire, and returns the answer.
    func open(
        _ wire: ToolWire,
        after progress: ToolProgress,
        isolation: isolated (any Actor)?
    ) async throws -> ToolAnswer

    /// Appends an answer of the model.
    func keep(_ completion: ChatCompletion)

    /// Appends the results of a step.
    func keep(_ results: [ChatMessage])

    /// Saves the progress; called before calls are started, and after each step.
    func save(_ progress: ToolProgress, isolation: isolated (any Actor)?) async throws

    /// Ends the loop.
    ///
    /// - Parameters:
    ///   - progress: The progress at the end.
    ///   - received: What has arrived of an answer that was interrupted.
    ///   - error: The error that ended the loop; `nil` for a normal end and for a loop that was left.
    ///   - isolation: The actor to run on.
    func end(
        _ progress: ToolProgress,
        _ received: ChatCompletion?,
        _ error: (any Error)?,
        isolation: isolated (any Actor)?
    ) async

    /// Ends a loop that nobody reads any more.
    func abandon(_ progress: ToolProgress, _ received: ChatCompletion?)

    /// The request with all messages so far; `nil` if the messages are kept elsewhere.
    var request: ChatCompletionRequest? { get }
}

/// An answer of the model in a loop.
package struct ToolAnswer {
    /// The form in which an answer arrives.
    package enum Content {
        case stream(EventStream<ChatCompletionChunk>)
        case complete(ChatCompletion)
    }

    /// The request as it was before it got the form of the wire.
    let request: ChatCompletionRequest
    let content: Content

    package init(to request: ChatCompletionRequest, _ content: Content) {
        (self.request, self.content) = (request, content)
    }
}
