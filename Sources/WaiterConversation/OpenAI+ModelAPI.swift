internal import Waiter

extension OpenAI {
    /// Requests a complete answer through the given API.
    func completion(
        of request: ChatCompletionRequest,
        _ api: ModelAPI,
        _ options: RequestOptions
    ) async throws -> ChatCompletion {
        try await send(.chatCompletion(request, api: api), options: options).value
    }

    /// Requests a streamed answer through the given API.
    func chunks(
        of request: ChatCompletionRequest,
        _ api: ModelAPI,
        _ options: RequestOptions
    ) async throws -> EventStream<ChatCompletionChunk> {
        try await send(.chatCompletionStream(request, api: api), options: options).value
    }
}
