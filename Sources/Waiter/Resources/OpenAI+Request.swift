public import HTTPTypes

extension OpenAI {
    /// Sends a request to any path, for endpoints without a typed method.
    ///
    /// Timeouts, retries and errors are the same as for typed methods.
    ///
    ///     let file: JSONValue = try await client.request(.get, "/files/\(id)").value
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - path: The path relative to the base URL. Segments that are not already percent-encoded are encoded.
    ///   - query: The query items.
    ///   - body: The value to send as JSON, or `nil` to send no body.
    ///   - type: The type to decode from the response.
    ///   - options: The options for this call.
    /// - Returns: The decoded value, with the response's head and body.
    /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
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

    /// Sends a request to any path and returns the bytes of the response, regardless of its media type.
    ///
    /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
    public func requestBytes(
        _ method: HTTPRequest.Method,
        _ path: String,
        query: [String: String] = [:],
        body: (any Encodable & Sendable)? = nil,
        options: RequestOptions = RequestOptions()
    ) async throws -> APIResponse<[UInt8]> {
        try await send(.bytes(method, path, query: query, body: Self.json(body)), options: options)
    }

    /// Sends a request to any path and returns the server-sent events of the response.
    ///
    /// The stream ends at `[DONE]` or at the end of the body.
    ///
    /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
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
