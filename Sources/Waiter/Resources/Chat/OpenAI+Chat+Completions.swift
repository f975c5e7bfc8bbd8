extension OpenAI.Chat {
    /// The `/chat/completions` endpoint, which generates the next message of a conversation.
    public struct Completions: Sendable {
        let client: OpenAI

        /// Generates the next message and waits for the complete answer.
        ///
        /// An error is thrown if the answer has no choices, or if a finish reason indicates a failure.
        ///
        /// - Parameters:
        ///   - request: The conversation and the request parameters.
        ///   - thinkTags: How to handle a `<think>` block in the answer's text.
        ///   - options: The options for this call.
        /// - Returns: The completion.
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled. Cancelling the task also stops
        ///   generation on the server.
        public func create(
            _ request: ChatCompletionRequest,
            thinkTags: ChatCompletion.ThinkTags = .separated,
            options: RequestOptions = RequestOptions()
        ) async throws -> ChatCompletion {
            try await client.send(.chatCompletion(request, thinkTags: thinkTags), options: options).value
        }

        /// Requests the next message from a model and waits for the complete answer.
        ///
        ///     let completion = try await client.chat.completions.create(model: "gpt-6.1-sol", messages: ["What is an API?"])
        ///
        /// - Throws: The same errors as `create(_:thinkTags:options:)`.
        public func create(
            model: String,
            messages: [ChatMessage],
            options: RequestOptions = RequestOptions()
        ) async throws -> ChatCompletion {
            try await create(ChatCompletionRequest(model: model, messages: messages), options: options)
        }

        /// Requests the next message from a model and returns its chunks as the model generates them.
        ///
        /// - Throws: The same errors as `stream(_:thinkTags:options:)`.
        public func stream(
            model: String,
            messages: [ChatMessage],
            options: RequestOptions = RequestOptions()
        ) async throws -> EventStream<ChatCompletionChunk> {
            try await stream(ChatCompletionRequest(model: model, messages: messages), options: options)
        }

        /// Requests the next message and returns its chunks as the model generates them.
        ///
        /// Leaving the loop over the chunks ends the call. `ChatCompletionAccumulator` combines chunks into a
        /// completion.
        ///
        /// - Parameters:
        ///   - request: The conversation and the request parameters.
        ///   - thinkTags: How to handle a `<think>` block in the answer's text.
        ///   - options: The options for this call.
        /// - Returns: The stream of chunks.
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled. Cancelling the task also stops
        ///   generation on the server.
        public func stream(
            _ request: ChatCompletionRequest,
            thinkTags: ChatCompletion.ThinkTags = .separated,
            options: RequestOptions = RequestOptions()
        ) async throws -> EventStream<ChatCompletionChunk> {
            try await client.send(.chatCompletionStream(request, thinkTags: thinkTags), options: options).value
        }
    }
}
