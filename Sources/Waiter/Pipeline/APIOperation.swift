public import HTTPTypes

/// A call as a value: what is requested, from where, and how the response is decoded.
///
///     let operation = APIOperation.chatCompletion(request)
///     let response = try await client.send(operation)
///     print(response.value, response.head.rateLimits as Any)
///
/// The same value is sent, previewed, written as a line of a batch file or recorded: `path`, `method` and
/// `jsonBody(options:)` tell what would be sent.
public struct APIOperation<Output: Sendable>: Sendable {
    /// The name for logs, middlewares and meters, such as `chat.completions.create`.
    public let name: String
    /// The HTTP method.
    public let method: HTTPRequest.Method
    /// The path below the base URL.
    public let path: RequestPath
    /// The body.
    public package(set) var body: RequestBody
    package var query: [(name: String, value: String?)] = []
    package var accept: AcceptedMedia
    package let makeDecoder: @Sendable () -> ResponseDecoder<Output>
    /// The model whose tokens are billed; nil where only the JSON body knows, or nothing is billed by tokens.
    package var model: String?
    /// What the operation knows about the tokens of its request, where its body is not JSON.
    package var bounds: TokenBounds?
    /// The most tokens of the answer, as the request limits them; nil where it does not, or the answer is not text.
    package var maxOutputTokens: (@Sendable (RequestOptions) -> Int?)?
    /// A body that also requests usage, for meters.
    package var usageRequest: UsageRequest?
    /// Other forms of the body, for servers that refuse the usual one.
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

    /// Returns the JSON that would be sent, with the options' `extraBody` merged in; nil when the body is not JSON.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` when the request has no JSON form.
    public func jsonBody(options: RequestOptions = RequestOptions()) throws -> JSONValue? {
        guard case .json = body.content else { return nil }
        return try JSONValue(parsing: BodyEncoder(extra: options.extraBody).encode(body).bytes)
    }
}

/// A variant of a body that also requests usage, which some servers reject.
package struct UsageRequest: Sendable {
    /// The member of the body that requests it, as servers name it when they reject it.
    package let field: String
    /// The body with that member.
    package let body: RequestBody

    package init(field: String, body: RequestBody) {
        self.field = field
        self.body = body
    }

    /// Whether an error is the server's rejection of the member.
    func isRejected(by error: OpenAIError) -> Bool {
        guard error.status == 400 || error.status == 422 else { return false }
        return (error.body ?? error.server?.message ?? "").contains(field)
    }
}
