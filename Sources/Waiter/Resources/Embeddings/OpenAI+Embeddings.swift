extension OpenAI {
    /// The `/embeddings` endpoint, which computes embedding vectors.
    public struct Embeddings: Sendable {
        let client: OpenAI

        /// Returns the embeddings of the inputs, in input order.
        ///
        ///     let response = try await client.embeddings.create(
        ///         .init(model: "text-embedding-3-small", input: ["a waiter", "a kitchen"])
        ///     )
        ///     print(response[0].vector.count)
        ///
        /// - Throws: `OpenAIError`, with code `.invalidResponse` if a vector contains anything other than finite
        ///   numbers, or `CancellationError` if the task is cancelled.
        public func create(
            _ request: EmbeddingRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> EmbeddingResponse {
            try await client.send(.embeddings(request), options: options).value
        }
    }

    /// The embeddings endpoint.
    public var embeddings: Embeddings { Embeddings(client: self) }
}
