extension OpenAI {
    /// The `/images` endpoints, which generate and edit images.
    public struct Images: Sendable {
        let client: OpenAI

        /// Generates images from a prompt.
        ///
        ///     let response = try await client.images.generate(.init(model: "gpt-image-2", prompt: "A waiter"))
        ///     try response.data[0].save(to: "waiter.png")
        ///
        /// - Throws: `OpenAIError`, with code `.invalidResponse` if the response contains no image, or
        ///   `CancellationError` if the task is cancelled.
        public func generate(
            _ request: ImageGenerationRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> ImagesResponse {
            try await client.send(.imageGeneration(request), options: options).value
        }

        /// Generates an image and streams up to `request.partialImages` partial images.
        ///
        /// By default, the size of an event is limited to 16 MiB; see `OpenAI.Limits.eventBytes`. If the stream ends
        /// early, the error's `partialImage` is the last partial image.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func generateStream(
            _ request: ImageGenerationRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> EventStream<ImageStreamEvent> {
            try await client.send(.imageGenerationStream(request), options: options).value
        }

        /// Edits images or combines them into new images.
        ///
        ///     let request = ImageEditRequest(model: "gpt-image-2", images: [.path("a.png")], prompt: "Add a waiter")
        ///     let edited = try await client.images.edit(request)
        ///
        /// - Throws: `OpenAIError`, with code `.invalidRequest` if an input is not an image, or `.fileAccess` if a file
        ///   cannot be read or changes during the upload. Throws `CancellationError` if the task is cancelled.
        public func edit(
            _ request: ImageEditRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> ImagesResponse {
            try await client.send(.imageEdit(request), options: options).value
        }

        /// Edits images and streams up to `request.partialImages` partial images.
        ///
        /// - Throws: The same errors as `edit(_:options:)`.
        public func editStream(
            _ request: ImageEditRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> EventStream<ImageStreamEvent> {
            try await client.send(.imageEditStream(request), options: options).value
        }
    }

    /// The images endpoints.
    public var images: Images { Images(client: self) }
}
