public import HTTPTypes

extension OpenAI {
    /// Calls any path, for what has no typed method yet, with all of the client's care.
    ///
    ///     let file: JSONValue = try await client.request(.get, "/files/\(id)").value
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - path: The path below the base URL; segments are percent-encoded where they are not yet.
    ///   - query: Query items.
    ///   - body: A value to send as JSON; nil for none.
    /// - Throws: `OpenAIError`; `CancellationError` when the task is cancelled.
    public func request<Output: Decodable & Sendable>(
        _ method: HTTPRequest.Method,
        _ path: String,
        query: [String: String] = [:],
        body: (any Encodable & Sendable)? = nil,
        as type: Output.Type = Output.self,
        options: RequestOptions = RequestOptions()
    ) async throws -> APIResponse<Output> {
        try await send(.json(method, path, query: query, body: Self.json(body)), options: options)
    }

    /// Calls any path and returns the bytes of its response, whatever they are.
    ///
    /// - Throws: `OpenAIError`; `CancellationError` when the task is cancelled.
    public func requestBytes(
        _ method: HTTPRequest.Method,
        _ path: String,
        query: [String: String] = [:],
        body: (any Encodable & Sendable)? = nil,
        options: RequestOptions = RequestOptions()
    ) async throws -> APIResponse<[UInt8]> {
        try await send(.bytes(method, path, query: query, body: Self.json(body)), options: options)
    }

    /// Calls any path that answers with server-sent events; `[DONE]` or the body's end ends the stream.
    ///
    /// - Throws: `OpenAIError`; `CancellationError` when the task is cancelled.
    public func requestStream(
        _ method: HTTPRequest.Method,
        _ path: String,
        query: [String: String] = [:],
        body: (any Encodable & Sendable)? = nil,
        options: RequestOptions = RequestOptions()
    ) async throws -> EventStream<ServerSentEvent> {
        try await send(.events(method, path, query: query, body: Self.json(body)), options: options).value
    }

    private static func json(_ value: (any Encodable & Sendable)?) -> RequestBody {
        value.map { .json($0) } ?? .none
    }
}
