extension OpenAI {
    /// The `/responses` endpoints, which generate model responses with reasoning, tools and server-side state.
    public struct Responses: Sendable {
        let client: OpenAI

        /// The `/responses/{id}/input_items` endpoint.
        public var inputItems: InputItems { InputItems(client: client) }

        /// The `/responses/input_tokens` endpoint.
        public var inputTokens: InputTokens { InputTokens(client: client) }

        /// Generates a response and waits until it is complete. If the request is a background request, this method
        /// returns immediately.
        ///
        /// A truncated response is returned and does not cause an error; see `ModelResponse.isTruncated`,
        /// `ModelResponse.incompleteReason` and `ModelResponse.requireComplete()`. The request is sent unchanged.
        ///
        /// - Parameters:
        ///   - request: The input and the request parameters.
        ///   - options: The options for this call.
        /// - Returns: The response.
        /// - Throws: `OpenAIError`, with the response attached if the response failed. Throws `CancellationError` if
        ///   the task is cancelled. Cancelling the task also stops generation on the server unless the response is a
        ///   background response.
        public func create(
            _ request: ResponsesRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> ModelResponse {
            try await client.send(.response(request), options: options).value
        }

        /// Generates a response with a model and waits until it is complete.
        ///
        ///     let response = try await client.responses.create(model: "gpt-6.1-sol", input: "What is an API?")
        ///
        /// - Throws: The same errors as `create(_:options:)`.
        public func create(
            model: String,
            input: ResponseInput,
            options: RequestOptions = RequestOptions()
        ) async throws -> ModelResponse {
            try await create(ResponsesRequest(model: model, input: input), options: options)
        }

        /// Generates a response and returns its events as they arrive.
        ///
        /// Leaving the loop over the events ends the call. `ResponseAccumulator` combines events into a response.
        ///
        /// - Parameters:
        ///   - request: The input and the request parameters.
        ///   - options: The options for this call.
        /// - Returns: The stream of events.
        /// - Throws: `OpenAIError`, with any partial response attached, or `CancellationError` if the task is
        ///   cancelled. Cancelling the task also stops generation on the server unless the response is a background
        ///   response.
        public func stream(
            _ request: ResponsesRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> EventStream<ResponseStreamEvent> {
            try await client.send(.responseStream(request), options: options).value
        }

        /// Generates a response with a model and returns its events as they arrive.
        ///
        /// - Throws: The same errors as `stream(_:options:)`.
        public func stream(
            model: String,
            input: ResponseInput,
            options: RequestOptions = RequestOptions()
        ) async throws -> EventStream<ResponseStreamEvent> {
            try await stream(ResponsesRequest(model: model, input: input), options: options)
        }

        /// Returns a stored response, regardless of its status.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the response does not exist, or `CancellationError` if the
        ///   task is cancelled.
        public func retrieve(
            _ id: String,
            include: [ResponseInclude] = [],
            options: RequestOptions = RequestOptions()
        ) async throws -> ModelResponse {
            try await client.send(.storedResponse(id, include: include), options: options).value
        }

        /// Deletes a stored response.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the response does not exist, or `CancellationError` if the
        ///   task is cancelled.
        @discardableResult
        public func delete(_ id: String, options: RequestOptions = RequestOptions()) async throws -> ResponseDeletion {
            try await client.send(.responseDeletion(id), options: options).value
        }

        /// Cancels a background response.
        ///
        /// - Throws: `OpenAIError`, with code `.badRequest` if the response is not a background response, or
        ///   `CancellationError` if the task is cancelled.
        @discardableResult
        public func cancel(_ id: String, options: RequestOptions = RequestOptions()) async throws -> ModelResponse {
            try await client.send(.responseCancellation(id), options: options).value
        }

        /// Compacts a conversation so that it can be continued with fewer tokens.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func compact(
            _ request: CompactionRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> CompactedResponse {
            try await client.send(.responseCompaction(request), options: options).value
        }
    }

    /// The responses endpoints.
    public var responses: Responses { Responses(client: self) }
}

extension OpenAI.Responses {
    /// The `/responses/{id}/input_items` endpoint, which lists the input of a stored response.
    public struct InputItems: Sendable {
        let client: OpenAI

        /// Returns a page of the input items of a stored response, newest item first by default.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func list(
            _ id: String,
            _ query: ResponseItemListQuery = ResponseItemListQuery(),
            options: RequestOptions = RequestOptions()
        ) async throws -> ResponseItemList {
            try await client.send(.responseInputItems(id, query), options: options).value
        }
    }

    /// The `/responses/input_tokens` endpoint, which counts tokens before a request is sent.
    public struct InputTokens: Sendable {
        let client: OpenAI

        /// Returns the number of input tokens in a request.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func count(
            _ request: InputTokenCountRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> InputTokenCount {
            try await client.send(.inputTokenCount(request), options: options).value
        }

        /// Returns the number of input tokens in a request for a response.
        ///
        /// - Throws: The same errors as `count(_:options:)`.
        public func count(
            _ request: ResponsesRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> InputTokenCount {
            try await count(InputTokenCountRequest(request), options: options)
        }
    }
}
