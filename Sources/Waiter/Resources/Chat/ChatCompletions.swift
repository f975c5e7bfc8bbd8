/// The path `/chat/completions`: asks a model for the next message of a conversation.
public struct ChatCompletions: Sendable {
    let executor: RequestExecutor

    /// The same calls, answering with head and bytes of the response as well.
    public var withRawResponse: RawChatCompletions { RawChatCompletions(executor: executor) }

    /// Asks the model for the next message and waits until it is whole.
    ///
    /// - Throws: `OpenAIError`; `CancellationError` when the task is cancelled, which also ends the server's work.
    public func create(
        _ request: ChatCompletionRequest,
        options: RequestOptions = RequestOptions()
    ) async throws -> ChatCompletion {
        try await withRawResponse.create(request, options: options).value
    }

    /// Asks the model for the next message and returns its pieces as it writes them.
    ///
    /// Leaving the loop over the pieces ends the call. `ChatCompletionAccumulator` joins the pieces.
    ///
    /// - Throws: `OpenAIError`; `CancellationError` when the task is cancelled, which also ends the server's work.
    public func stream(
        _ request: ChatCompletionRequest,
        options: RequestOptions = RequestOptions()
    ) async throws -> EventStream<ChatCompletionChunk> {
        try await withRawResponse.stream(request, options: options).value
    }
}
