extension OpenAI {
    /// The path `/embeddings`: vectors of texts.
    public struct Embeddings: Sendable {
        let client: OpenAI

        /// Returns the embeddings of the inputs, in their order.
        ///
        ///     let response = try await client.embeddings.create(
        ///         .init(model: "text-embedding-3-small", input: ["a waiter", "a kitchen"])
        ///     )
        ///     print(response[0].vector.count)
        ///
        /// - Throws: `OpenAIError`, with code `.invalidResponse` when a vector holds anything but finite numbers;
        ///   `CancellationError`.
        public func create(
            _ request: EmbeddingRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> EmbeddingResponse {
            try await client.send(.embeddings(request), options: options).value
        }
    }

    /// Vectors of texts.
    public var embeddings: Embeddings { Embeddings(client: self) }
}
