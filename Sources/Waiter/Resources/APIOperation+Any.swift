public import HTTPTypes

extension APIOperation {
    fileprivate init(
        any method: HTTPRequest.Method,
        _ path: String,
        _ query: [String: String],
        _ body: RequestBody,
        accept: AcceptedMedia,
        decoder: @autoclosure @escaping @Sendable () -> ResponseDecoder<Output>
    ) {
        self.init("request", method, RequestPath(parsing: path), body: body, accept: accept, decoder: decoder())
        self.query = query.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension APIOperation where Output: Decodable {
    /// Creates an operation that sends a request to any path and decodes a JSON response.
    public static func json(
        _ method: HTTPRequest.Method,
        _ path: String,
        query: [String: String] = [:],
        body: RequestBody = .none
    ) -> APIOperation {
        APIOperation(any: method, path, query, body, accept: .json, decoder: .json)
    }
}

extension APIOperation where Output == [UInt8] {
    /// Creates an operation that sends a request to any path and returns the raw bytes of the response.
    public static func bytes(
        _ method: HTTPRequest.Method,
        _ path: String,
        query: [String: String] = [:],
        body: RequestBody = .none
    ) -> APIOperation {
        APIOperation(any: method, path, query, body, accept: .any, decoder: .bytes)
    }
}

extension APIOperation where Output == EventStream<ServerSentEvent> {
    /// Creates an operation that sends a request to any path and streams the server-sent events of the response.
    public static func events(
        _ method: HTTPRequest.Method,
        _ path: String,
        query: [String: String] = [:],
        body: RequestBody = .none
    ) -> APIOperation {
        APIOperation(
            any: method,
            path,
            query,
            body,
            accept: .eventStream,
            decoder: .stream({ ServerSentEventDecoder() }, ServerSentEventAccumulator.self)
        )
    }
}
