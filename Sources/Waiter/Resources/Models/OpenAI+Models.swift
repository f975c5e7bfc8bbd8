extension OpenAI {
    /// The `/models` endpoints, which list the models offered by the server.
    public struct Models: Sendable {
        let client: OpenAI

        /// Returns the models available to the API key.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func list(options: RequestOptions = RequestOptions()) async throws -> ModelList {
            try await client.send(.modelList(), options: options).value
        }

        /// Returns a model.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the model does not exist, or `CancellationError` if the
        ///   task is cancelled.
        public func retrieve(_ id: String, options: RequestOptions = RequestOptions()) async throws -> ModelInfo {
            try await client.send(.model(id), options: options).value
        }

        /// Deletes a fine-tuned model. This requires the owner role in the organization.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the model does not exist, or `CancellationError` if the
        ///   task is cancelled.
        @discardableResult
        public func delete(_ id: String, options: RequestOptions = RequestOptions()) async throws -> ModelDeletion {
            try await client.send(.modelDeletion(id), options: options).value
        }
    }

    /// The models endpoints.
    public var models: Models { Models(client: self) }
}
