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
    ) async throws -> RawResponse<Output> {
        let operation = try Operation<Output>.any(method, path, query, body, decoder: .json)
        return try await executor.execute(operation, options: options)
    }

    /// Calls any path and hands over the bytes of its answer, whatever they are.
    ///
    /// - Throws: `OpenAIError`; `CancellationError` when the task is cancelled.
    public func requestBytes(
        _ method: HTTPRequest.Method,
        _ path: String,
        query: [String: String] = [:],
        body: (any Encodable & Sendable)? = nil,
        options: RequestOptions = RequestOptions()
    ) async throws -> RawResponse<[UInt8]> {
        let operation = try Operation<[UInt8]>.any(method, path, query, body, decoder: .bytes)
        return try await executor.execute(operation, options: options)
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
        var operation = try Operation<EventStream<ServerSentEvent>>.any(
            method,
            path,
            query,
            body,
            decoder: .stream { _ in RawEventDecoder() }
        )
        operation.acceptsEventStream = true
        return try await executor.execute(operation, options: options).value
    }
}

extension Operation {
    fileprivate static func any(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ query: [String: String],
        _ body: (any Encodable & Sendable)?,
        decoder: ResponseDecoder<Output>
    ) throws -> Operation {
        var operation = Operation("request", method, try PathSegment.encodedPath(path), decoder: decoder)
        operation.query = query.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        if let body { operation.encodeBody = { try JSONBodyEncoder.encode(body) } }
        return operation
    }
}
