internal import HTTPTypes

extension APIOperation where Output == ChatCompletion {
    /// Creates an operation that requests a complete answer from a model through the Chat Completions API or the
    /// Responses API.
    ///
    /// With the Responses API, the server stores data only if the request's `store` member is `true`. Output items that
    /// chat completions cannot represent, such as encrypted reasoning, are stored in `ChatMessage.responseItems`. When
    /// the messages are sent back, the items are sent in their original positions; see `ResponsesRequest.init(_:)`.
    ///
    /// - Parameters:
    ///   - request: The request. Its `stream` member is removed.
    ///   - api: The API to use.
    ///   - thinkTags: How to handle a `<think>` block in the answer's text. This parameter has no effect with the
    ///     Responses API.
    /// - Returns: The operation. With the Responses API, sending the operation throws `OpenAIError` with code
    ///   `.invalidRequest` if the request has a parameter that the API does not support, such as `stop` or `seed`.
    public static func chatCompletion(
        _ request: ChatCompletionRequest,
        api: ModelAPI,
        thinkTags: ChatCompletion.ThinkTags = .separated
    ) -> APIOperation {
        guard api == .responses else { return .chatCompletion(request, thinkTags: thinkTags) }
        var operation = chatCompletion(over: ResponsesRequest(request))
        operation.refuse(request.membersWithoutCounterpart)
        return operation
    }

    /// Creates the operation `POST /responses`, whose response is converted to a completion.
    static func chatCompletion(over request: ResponsesRequest) -> APIOperation {
        let base = APIOperation<ModelResponse>.response(request)
        let limit = request.maxOutputTokens
        var operation = APIOperation(
            base.name,
            .post,
            ["responses"],
            body: base.body,
            decoder: .converted({ ResponseMetadata($0) }, ChatCompletion.init) {
                try $0.checked(maxOutputTokens: limit, $1, $2)
            }
        )
        operation.describe(as: base)
        return operation
    }
}

extension APIOperation where Output == EventStream<ChatCompletionChunk> {
    /// Creates an operation that streams an answer from a model in chunks, through the Chat Completions API or the
    /// Responses API.
    ///
    /// - Parameters:
    ///   - request: The request. Its `stream` member is set to `true`.
    ///   - api: The API to use.
    ///   - thinkTags: How to handle a `<think>` block in the answer's text. This parameter has no effect with the
    ///     Responses API.
    /// - Returns: The operation. For the request that is sent to the Responses API, see
    ///   `chatCompletion(_:api:thinkTags:)`.
    public static func chatCompletionStream(
        _ request: ChatCompletionRequest,
        api: ModelAPI,
        thinkTags: ChatCompletion.ThinkTags = .separated
    ) -> APIOperation {
        guard api == .responses else { return .chatCompletionStream(request, thinkTags: thinkTags) }
        var operation = chatCompletionStream(over: ResponsesRequest(request))
        operation.refuse(request.membersWithoutCounterpart)
        return operation
    }

    /// Creates the operation `POST /responses`, which streams events that are converted to chunks.
    static func chatCompletionStream(over request: ResponsesRequest) -> APIOperation {
        let base = APIOperation<EventStream<ResponseStreamEvent>>.responseStream(request)
        let limit = request.maxOutputTokens
        var operation = APIOperation(
            base.name,
            .post,
            ["responses"],
            body: base.body,
            accept: .eventStream,
            decoder: .stream({ ResponseChunkParser(maxOutputTokens: limit) }, ChatCompletionAccumulator.self)
        )
        operation.describe(as: base)
        operation.maxOutputTokens = base.maxOutputTokens
        return operation
    }
}

extension APIOperation {
    /// Copies the model, validation and error handling from another operation, and sets the repairs for a request to
    /// the Responses API.
    fileprivate mutating func describe<Base>(as base: APIOperation<Base>) {
        model = base.model
        explain = base.explain
        validate = base.validate
        repairs = [.withoutEncryptedReasoning]
    }

    /// Makes the operation throw an error before its request is sent if `members` is not empty. The array contains the
    /// names of the members that have no counterpart in the Responses API.
    fileprivate mutating func refuse(_ members: [String]) {
        guard !members.isEmpty else { return }
        validate = { _ in
            let names = members.map { "'\($0)'" }.joined(separator: ", ")
            throw OpenAIError(
                .invalidRequest,
                "the Responses API does not support \(names); remove the unsupported parameters, or use chat completions"
            )
        }
    }
}

extension RequestRepair {
    /// Stops requesting encrypted reasoning, because models without reasoning reject requests for it.
    fileprivate static let withoutEncryptedReasoning = RequestRepair("include") { error in
        guard let status = error.status, status == 400 || status == 422 else { return false }
        return (error.server?.message ?? error.body ?? "").lowercased().contains("encrypted")
    } apply: { body in
        let name = JSONValue.string(ResponseInclude.encryptedReasoning.rawValue)
        guard let values = body["include"]?.arrayValue, values.contains(name) else { return false }
        let rest = values.filter { $0 != name }
        body["include"] = rest.isEmpty ? nil : .array(rest)
        return true
    }
}

extension ResponseDecoder where Output == ChatCompletion {
    /// Creates a decoder for a value that is converted to a completion.
    ///
    /// - Parameters:
    ///   - metadata: A closure that creates the metadata from the value.
    ///   - convert: A closure that converts the value.
    ///   - check: A closure that returns the final value, or throws an error if the value is not a valid answer.
    /// - Returns: The decoder.
    fileprivate static func converted(
        _ metadata: @escaping @Sendable (ModelResponse) -> ResponseMetadata,
        _ convert: @escaping @Sendable (ModelResponse) -> ChatCompletion,
        check: @escaping @Sendable (ModelResponse, [UInt8], SuccessfulResponse) throws -> ModelResponse
    ) -> ResponseDecoder {
        ResponseDecoder { response in
            let bytes = try await response.collect()
            let (value, metadata) = try response.parsing(bytes) { () -> (ChatCompletion, ResponseMetadata) in
                let decoded = try JSONResponse.decode(ModelResponse.self, from: bytes, of: response)
                do {
                    let checked = try check(decoded, bytes, response)
                    return (convert(checked), metadata(checked))
                } catch {
                    let partial = PartialResult(convert(decoded), usage: nil)
                    response.tracker?.end(early: error, metadata(decoded), partial)
                    guard var failure = error as? OpenAIError else { throw error }
                    failure.partial = partial
                    throw failure
                }
            }
            response.tracker?.complete(metadata, PartialResult(value, usage: nil))
            return APIResponse(value: value, head: response.head, body: bytes)
        }
    }
}
