/// The path `/models`: what the server serves.
public struct Models: Sendable {
    let executor: RequestExecutor

    /// The same calls, answering with head and bytes of the response as well.
    public var withRawResponse: RawModels { RawModels(executor: executor) }

    /// Lists the models that the key may use.
    ///
    /// - Throws: `OpenAIError`; `CancellationError` when the task is cancelled.
    public func list(options: RequestOptions = RequestOptions()) async throws -> ModelList {
        try await withRawResponse.list(options: options).value
    }

    /// Retrieves one model by its id.
    ///
    /// - Throws: `OpenAIError`, with code `.notFound` when there is no such model; `CancellationError`.
    public func retrieve(_ id: String, options: RequestOptions = RequestOptions()) async throws -> Model {
        try await withRawResponse.retrieve(id, options: options).value
    }
}
