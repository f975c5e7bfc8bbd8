internal import HTTPTypes

extension APIOperation where Output == ModelResponse {
    /// Creates the operation `POST /responses`, which returns a complete response.
    ///
    /// - Parameter request: The request. Its `stream` member is removed.
    /// - Returns: The operation.
    public static func response(_ request: ResponsesRequest) -> APIOperation {
        var request = request
        request.stream = nil
        let limit = request.maxOutputTokens
        var operation = APIOperation(
            "responses.create",
            .post,
            ["responses"],
            body: .json(request),
            decoder: .json({ ResponseMetadata($0) }) { try $0.checked(maxOutputTokens: limit, $1, $2) }
        )
        operation.describe(request)
        return operation
    }

    /// Creates the operation `GET /responses/{id}`.
    public static func storedResponse(_ id: String, include: [ResponseInclude] = []) -> APIOperation {
        var operation = APIOperation(
            "responses.retrieve",
            .get,
            ["responses", id],
            decoder: .json { ResponseMetadata($0) }
        )
        operation.query = .include(include)
        return operation
    }

    /// Creates the operation `POST /responses/{id}/cancel`.
    public static func responseCancellation(_ id: String) -> APIOperation {
        APIOperation("responses.cancel", .post, ["responses", id, "cancel"], decoder: .json { ResponseMetadata($0) })
    }
}

extension APIOperation where Output == EventStream<ResponseStreamEvent> {
    /// Creates the operation `POST /responses`, which streams events.
    ///
    /// - Parameter request: The request. Its `stream` member is set to `true`.
    /// - Returns: The operation.
    public static func responseStream(_ request: ResponsesRequest) -> APIOperation {
        var request = request
        request.stream = true
        let limit = request.maxOutputTokens
        var operation = APIOperation(
            "responses.stream",
            .post,
            ["responses"],
            body: .json(request),
            accept: .eventStream,
            decoder: .stream({ ResponseEventParser(maxOutputTokens: limit) }, ResponseAccumulator.self)
        )
        operation.describe(request)
        operation.maxOutputTokens = { options in
            options.extraBody["max_output_tokens"]?.intValue ?? limit ?? options.maxOutputTokens
        }
        return operation
    }

    /// Creates the operation `GET /responses/{id}`, which streams the events of a background response.
    ///
    /// - Parameters:
    ///   - id: The ID of the response.
    ///   - startingAfter: The sequence number of the last event that was received, or `nil` to stream all events.
    ///   - include: Additional output to include in the response.
    ///   - includesObfuscation: Whether events are padded to hide the length of tokens, or `nil` for the server's
    ///     default.
    /// - Returns: The operation.
    public static func storedResponseStream(
        _ id: String,
        startingAfter: Int? = nil,
        include: [ResponseInclude] = [],
        includesObfuscation: Bool? = nil
    ) -> APIOperation {
        var operation = APIOperation(
            "responses.retrieve.stream",
            .get,
            ["responses", id],
            accept: .eventStream,
            decoder: .stream({ ResponseEventParser() }, ResponseAccumulator.self)
        )
        operation.query =
            [
                ("stream", "true"), ("starting_after", startingAfter.map { "\($0)" }),
                ("include_obfuscation", includesObfuscation.map { "\($0)" }),
            ] + .include(include)
        return operation
    }
}

extension APIOperation where Output == ResponseDeletion {
    /// Creates the operation `DELETE /responses/{id}`.
    public static func responseDeletion(_ id: String) -> APIOperation {
        APIOperation(
            "responses.delete",
            .delete,
            ["responses", id],
            decoder: .deletion { ResponseDeletion(id: id, deleted: true) }
        )
    }
}

extension APIOperation where Output == ResponseItemList {
    /// Creates the operation `GET /responses/{id}/input_items`.
    public static func responseInputItems(
        _ id: String,
        _ query: ResponseItemListQuery = ResponseItemListQuery()
    ) -> APIOperation {
        var operation = APIOperation(
            "responses.input_items.list",
            .get,
            ["responses", id, "input_items"],
            decoder: .json
        )
        operation.query = .items(query)
        return operation
    }
}

extension APIOperation where Output == InputTokenCount {
    /// Creates the operation `POST /responses/input_tokens`.
    public static func inputTokenCount(_ request: InputTokenCountRequest) -> APIOperation {
        var operation = APIOperation(
            "responses.input_tokens.count",
            .post,
            ["responses", "input_tokens"],
            body: .json(request),
            decoder: .json
        )
        operation.explain = { $0.explainingMissingEndpoint("/responses/input_tokens") }
        return operation
    }
}

extension APIOperation where Output == CompactedResponse {
    /// Creates the operation `POST /responses/compact`.
    public static func responseCompaction(_ request: CompactionRequest) -> APIOperation {
        var operation = APIOperation(
            "responses.compact",
            .post,
            ["responses", "compact"],
            body: .json(request),
            decoder: .json { ResponseMetadata($0) }
        )
        operation.model = request.model
        operation.explain = { $0.explainingMissingEndpoint("/responses/compact") }
        return operation
    }
}

extension APIOperation {
    /// Sets the properties that depend on the request, for an operation that creates a response.
    fileprivate mutating func describe(_ request: ResponsesRequest) {
        model = request.model
        explain = { $0.explainingMissingResponsesAPI() }
        let (store, background) = (request.store, request.background)
        validate = { options in
            let isInBackground = options.extraBody["background"]?.boolValue ?? background ?? false
            // The server stores a response by default.
            guard isInBackground, !(options.extraBody["store"]?.boolValue ?? store ?? true) else { return }
            throw OpenAIError(
                .invalidRequest,
                "a background response must be stored; set store to true, or background to false"
            )
        }
    }
}

extension ResponseDecoder where Output: Decodable {
    /// Creates a decoder for the response to a deletion. The body of such a response may be empty.
    static func deletion(_ result: @escaping @Sendable () -> Output) -> ResponseDecoder {
        ResponseDecoder { response in
            let bytes = try await response.collect()
            let isEmpty = bytes.allSatisfy { $0 <= 0x20 }
            let value = try isEmpty ? result() : JSONResponse.decode(Output.self, from: bytes, of: response)
            response.tracker?.complete(ResponseMetadata())
            return APIResponse(value: value, head: response.head, body: bytes)
        }
    }
}

extension [(name: String, value: String?)] {
    static func include(_ values: [ResponseInclude]) -> Self {
        values.map { ("include[]", $0.rawValue) }
    }

    static func items(_ query: ResponseItemListQuery) -> Self {
        [("after", query.after), ("limit", query.limit.map { "\($0)" }), ("order", query.order?.rawValue)]
            + .include(query.include)
    }
}

extension ResponseMetadata {
    /// Creates the metadata of a compaction.
    fileprivate init(_ compacted: CompactedResponse) {
        let usage = compacted.usage.flatMap { TokenUsage(json: .object($0.json)) }
        self.init(MetadataValues(usage: usage, hasOutput: !compacted.output.isEmpty))
    }
}
