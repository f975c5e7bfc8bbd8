extension OpenAI {
    /// The `/moderations` endpoint, which classifies harmful content.
    public struct Moderations: Sendable {
        let client: OpenAI

        /// Classifies text or images.
        ///
        ///     let response = try await client.moderations.create(.init(input: "some text"))
        ///     print(response.isFlagged, response.results[0].flaggedCategories)
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func create(
            _ request: ModerationRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> ModerationResponse {
            try await client.send(.moderation(request), options: options).value
        }
    }

    /// The moderations endpoint.
    public var moderations: Moderations { Moderations(client: self) }
}
