/// An error that occurred during a call. It contains the cause, the server's error and the partial response.
///
///     do {
///         ...
///     } catch let error as OpenAIError where error.code == .rateLimited {
///         print("again in", error.retryAfter ?? .seconds(1))
///     }
///
/// Cancellation is always reported as `CancellationError`. Errors thrown by custom middleware, key providers or
/// transports are rethrown unchanged.
public struct OpenAIError: Error, Sendable {
    /// The cause.
    public var code: Code
    /// A single-line description of the failure. It does not contain the prompt or the key.
    public var message: String
    /// The HTTP status, or `nil` if no response was received.
    public var status: Int?
    /// The server's request ID (`x-request-id`), for support inquiries.
    public var requestID: String?
    /// The error reported by the server, or `nil` if the response body is not JSON in a known format.
    public var server: ServerErrorBody? {
        get { boxedServer.value }
        set { boxedServer.value = newValue }
    }
    /// The first 500 characters of the response body. Keys are masked.
    public var body: String?
    /// The delay before the next attempt, as requested by the server.
    public var retryAfter: Duration?
    /// The rate limits reported in the response.
    public var rateLimits: RateLimits? {
        get { boxedRateLimits.value }
        set { boxedRateLimits.value = newValue }
    }
    /// The number of attempts that were made.
    public var attempts: Int = 1
    /// The deadline that was exceeded. This property is set if the code is `.timeout`, unless the server responded with
    /// status 408.
    public var deadline: DeadlineKind?
    /// Whether the retry quota prevented another attempt. See `RetryPolicy.Quota`.
    public var isRetryQuotaExhausted = false
    /// The reason why the connection failed. This property is set if the code is `.connection`.
    public var connectionFailure: ConnectionFailure?
    /// The partial response, such as the text, tool calls and usage of an interrupted stream.
    ///
    /// Each endpoint has a typed accessor, such as `error.completion`. At most about 1 MB of text is stored.
    public var partial: PartialResult? {
        get { boxedPartial.value }
        set { boxedPartial.value = newValue }
    }
    /// The underlying error.
    public var underlying: (any Error)?

    private var boxedServer = Boxed<ServerErrorBody>()
    private var boxedRateLimits = Boxed<RateLimits>()
    private var boxedPartial = Boxed<PartialResult>()

    /// Creates an error with a code and a single-line message.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The error code reported by the server, such as `model_not_found`. Numbers are converted to text.
    public var serverCode: String? { server?.code }

    /// The error type reported by the server, such as `invalid_request_error`.
    public var type: String? { server?.type }

    /// The request parameter that caused the error, as reported by the server.
    public var param: String? { server?.param }
}

extension OpenAIError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The message on a single line, followed by the status, the number of attempts and the request ID if they are
    /// known.
    public var description: String {
        var notes: [String] = []
        if let status { notes.append("HTTP \(status)") }
        if attempts > 1 { notes.append("\(attempts) attempts") }
        if isRetryQuotaExhausted { notes.append("not retried: retry quota exhausted") }
        if let requestID { notes.append("request id \(requestID)") }
        let line = notes.isEmpty ? message : "\(message) (\(notes.joined(separator: ", ")))"
        return "\(code): " + Self.plain(line)
    }

    /// Returns the text as a single line without control characters. A server could use control characters to
    /// manipulate the terminal.
    private static func plain(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029
                ? " " : scalar
        }
        return String(String.UnicodeScalarView(scalars)).split(separator: " ").joined(separator: " ")
    }

    /// The same text as `description`.
    public var debugDescription: String { description }
}
