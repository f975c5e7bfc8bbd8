public import HTTPTypes

/// A value that represents an API call. It consists of the request, the endpoint, and the response decoder.
///
///     let operation = APIOperation.chatCompletion(request)
///     let response = try await client.send(operation)
///     print(response.value, response.head.rateLimits as Any)
///
/// An operation can be sent, previewed, recorded, or written as a line in a batch file. `path`, `method` and
/// `jsonBody(options:)` describe the operation's request.
public struct APIOperation<Output: Sendable>: Sendable {
    /// The name used in logs and by middleware and meters, such as `chat.completions.create`.
    public let name: String
    /// The HTTP method.
    public let method: HTTPRequest.Method
    /// The path relative to the base URL.
    public let path: RequestPath
    /// The request body.
    public package(set) var body: RequestBody
    package var query: [(name: String, value: String?)] = []
    package var accept: AcceptedMedia
    package let makeDecoder: @Sendable () -> ResponseDecoder<Output>
    /// The model that determines the price of the call, or `nil` if only the JSON body specifies the model. It is also
    /// `nil` for calls that are not billed per token.
    package var model: String?
    /// A closure that returns the token bounds of a request whose body is not JSON. The closure is called only if
    /// the call has a meter, because it may need to read a file.
    package var bounds: (@Sendable () -> TokenBounds)?
    /// A closure that returns the maximum number of tokens in the answer, or `nil` if there is no limit or the answer
    /// is not text.
    package var maxOutputTokens: (@Sendable (RequestOptions) -> Int?)?
    /// A variant of the body that also requests usage. This variant is sent if a meter needs the usage.
    package var usageRequest: UsageRequest?
    /// Whether the path is relative to the base URL without its `/v1` suffix. One such path is `/props` in llama.cpp.
    package var isBesideAPI = false
    /// Validates the request and the call's options before the request is sent. Throws `OpenAIError` if the request or
    /// an option is invalid.
    package var validate: (@Sendable (RequestOptions) throws -> Void)?
    /// Adds endpoint-specific information about the cause of an error response.
    package var explain: (@Sendable (OpenAIError) -> OpenAIError)?
    /// The header fields that the endpoint requires. Headers in the call's options take precedence over these fields.
    package var headerFields = HTTPFields()
    /// Whether the request must be sent only once, over a new connection. If the request were sent twice, it would be
    /// billed twice.
    ///
    /// A new connection is necessary because a server may process a request on a keep-alive connection and then close
    /// it without sending a response.
    package var isSentOnce = false
    /// Modifications to the body for servers that reject it as is.
    package var repairs: [RequestRepair] = []

    package init(
        _ name: String,
        _ method: HTTPRequest.Method,
        _ path: RequestPath,
        body: RequestBody = .none,
        accept: AcceptedMedia = .json,
        decoder: @autoclosure @escaping @Sendable () -> ResponseDecoder<Output>
    ) {
        self.name = name
        self.method = method
        self.path = path
        self.body = body
        self.accept = accept
        makeDecoder = decoder
    }

    /// Returns the JSON to send, with the options' `extraBody` merged in, or `nil` if the body is not JSON.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` if the request cannot be encoded as JSON.
    public func jsonBody(options: RequestOptions = RequestOptions()) throws -> JSONValue? {
        guard body.isJSON else { return nil }
        return try JSONValue(parsing: BodyEncoder(extra: options.extraBody).encode(body).bytes)
    }
}

/// A variant of the body that also requests usage. Some servers reject this variant.
package struct UsageRequest: Sendable {
    /// The name of the member that requests usage, as it appears in errors from servers that reject it.
    package let field: String
    /// The body including that member.
    package let body: RequestBody

    package init(field: String, body: RequestBody) {
        self.field = field
        self.body = body
    }

    /// Returns whether an error means that the server rejected the member.
    func isRejected(by error: OpenAIError) -> Bool {
        guard error.status == 400 || error.status == 422 else { return false }
        return (error.body ?? error.server?.message ?? "").contains(field)
    }
}
