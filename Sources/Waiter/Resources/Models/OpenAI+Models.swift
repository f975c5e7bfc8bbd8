extension OpenAI {
    /// The path `/models`: the models that the server offers.
    public struct Models: Sendable {
        let client: OpenAI

        /// Returns the models that the key may use.
        ///
        /// - Throws: `OpenAIError`; `CancellationError` when the task is cancelled.
        public func list(options: RequestOptions = RequestOptions()) async throws -> ModelList {
            try await client.send(.modelList(), options: options).value
        }

        /// Returns one model.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` when there is no such model; `CancellationError`.
        public func retrieve(_ id: String, options: RequestOptions = RequestOptions()) async throws -> ModelInfo {
            try await client.send(.model(id), options: options).value
        }
    }

    /// The models that the server offers.
    public var models: Models { Models(client: self) }
}
