/// What went wrong with a call: the cause by code, what the server said, and what had arrived.
///
///     do {
///         ...
///     } catch let error as OpenAIError where error.code == .rateLimited {
///         print("again in", error.retryAfter ?? .seconds(1))
///     }
///
/// Cancellation is no such error: it is always `CancellationError`. What a middleware, a key provider or a transport of
/// one's own throws reaches the caller unchanged.
public struct OpenAIError: Error, Sendable {
    /// The cause.
    public var code: Code
    /// One line for people: what failed, without prompt or key.
    public var message: String
    /// The HTTP status, when there was a response.
    public var status: Int?
    /// The server's id of the request (`x-request-id`), for its support.
    public var requestID: String?
    /// What the server said about itself in its error body, when it was JSON of a known shape.
    public var server: ServerErrorBody?
    /// The start of the body as text, at most 500 characters, keys masked.
    public var body: String?
    /// How long the server asks to wait before the next try.
    public var retryAfter: Duration?
    /// The rate limits that the response named.
    public var rateLimits: RateLimits?
    /// How many attempts were made.
    public var attempts: Int = 1
    /// Which deadline passed; set for `.timeout` unless the server itself answered 408.
    public var deadline: DeadlineKind?
    /// Whether the attempt would have been retried but for the client's retry quota; see `RetryPolicy.Quota`.
    public var isRetryQuotaExhausted = false
    /// What broke; set for `.connection`.
    public var connectionFailure: ConnectionFailure?
    /// What had arrived of the response: the text, tool calls and usage of a broken stream.
    ///
    /// Each family reads it back typed, such as `error.completion`. At most about a megabyte of text is kept.
    public var partial: PartialResult?
    /// The error below this one.
    public var underlying: (any Error)?

    /// Makes an error of a code and one line for people.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The server's own code, such as `model_not_found`; numbers are kept as text.
    public var serverCode: String? { server?.code }

    /// The server's own type, such as `invalid_request_error`.
    public var type: String? { server?.type }

    /// The request parameter that the server complains about.
    public var param: String? { server?.param }
}

extension OpenAIError: CustomStringConvertible, CustomDebugStringConvertible {
    /// One line: the message, then status, attempts and request id where known.
    public var description: String {
        var notes: [String] = []
        if let status { notes.append("HTTP \(status)") }
        if attempts > 1 { notes.append("\(attempts) attempts") }
        if isRetryQuotaExhausted { notes.append("not retried: retry quota exhausted") }
        if let requestID { notes.append("request id \(requestID)") }
        let line = notes.isEmpty ? message : "\(message) (\(notes.joined(separator: ", ")))"
        return "\(code): " + Self.plain(line)
    }

    /// One line without control characters, by which a server could write all over a terminal.
    private static func plain(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029
                ? " " : scalar
        }
        return String(String.UnicodeScalarView(scalars)).split(separator: " ").joined(separator: " ")
    }

    /// The same line as `description`.
    public var debugDescription: String { description }
}
