internal import HTTPTypes

/// The calls of `ChatCompletions`, answering with head and bytes of the response as well.
public struct RawChatCompletions: Sendable {
    let executor: RequestExecutor

    /// Asks the model for the next message and waits until it is whole.
    ///
    /// - Throws: `OpenAIError`; `CancellationError` when the task is cancelled.
    public func create(
        _ request: ChatCompletionRequest,
        options: RequestOptions = RequestOptions()
    ) async throws -> RawResponse<ChatCompletion> {
        var request = request
        request.stream = nil
        return try await executor.execute(.createChatCompletion(request), options: options)
    }

    /// Asks the model for the next message and returns its pieces as it writes them.
    ///
    /// - Throws: `OpenAIError`; `CancellationError` when the task is cancelled.
    public func stream(
        _ request: ChatCompletionRequest,
        options: RequestOptions = RequestOptions()
    ) async throws -> RawResponse<EventStream<ChatCompletionChunk>> {
        try await executor.execute(.streamChatCompletion(request), options: options)
    }
}

extension Operation where Output == ChatCompletion {
    package static func createChatCompletion(_ request: ChatCompletionRequest) -> Operation {
        var operation = Operation(
            "chat.completions.create",
            .post,
            "/chat/completions",
            encodeBody: { try JSONBodyEncoder.encode(request) },
            decoder: .json
        )
        operation.model = request.model
        return operation
    }
}

extension Operation where Output == EventStream<ChatCompletionChunk> {
    package static func streamChatCompletion(_ request: ChatCompletionRequest) -> Operation {
        var request = request
        request.stream = true
        var operation = Operation(
            "chat.completions.stream",
            .post,
            "/chat/completions",
            encodeBody: { [request] in try JSONBodyEncoder.encode(request) },
            decoder: .stream { ChatChunkDecoder(redactor: $0) }
        )
        operation.acceptsEventStream = true
        operation.model = request.model
        guard request.streamOptions?.includeUsage == nil else { return operation }
        operation.asksForUsage = { [request] operation in
            var request = request
            request.streamOptions = request.streamOptions ?? StreamOptions()
            request.streamOptions?.includeUsage = true
            operation.encodeBody = { [request] in try JSONBodyEncoder.encode(request) }
        }
        return operation
    }
}
