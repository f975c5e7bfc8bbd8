internal import HTTPTypes

/// The calls of `Models`, answering with head and bytes of the response as well.
public struct RawModels: Sendable {
    let executor: RequestExecutor

    /// Lists the models that the key may use.
    ///
    /// - Throws: `OpenAIError`; `CancellationError` when the task is cancelled.
    public func list(options: RequestOptions = RequestOptions()) async throws -> RawResponse<ModelList> {
        try await executor.execute(Operation("models.list", .get, "/models", decoder: .json), options: options)
    }

    /// Retrieves one model by its id.
    ///
    /// - Throws: `OpenAIError`, with code `.notFound` when there is no such model; `CancellationError`.
    public func retrieve(_ id: String, options: RequestOptions = RequestOptions()) async throws -> RawResponse<Model> {
        let path = "/models/\(try PathSegment.encoded(id))"
        return try await executor.execute(Operation("models.retrieve", .get, path, decoder: .json), options: options)
    }
}
