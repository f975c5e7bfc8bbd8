/// The outcome of an attempt.
public struct AttemptOutcome: Sendable {
    /// The final status of an attempt.
    public enum Status: String, Sendable, Hashable {
        /// The complete response was received.
        case complete
        /// The server rejected the request, sent an invalid response, or did not respond. For the HTTP status, see
        /// `httpStatus`.
        case failed
        /// The caller cancelled the attempt or abandoned the stream.
        case cancelled
        /// The response was interrupted.
        case truncated
        /// The request never reached a server.
        case unsent
    }

    /// The final status of the attempt.
    public var status: Status
    /// The HTTP status, or `nil` if there was no response.
    public var httpStatus: Int?
    /// The server's request ID.
    public var requestID: String?
    /// The rate limits reported in the response.
    public var rateLimits: RateLimits? {
        get { boxedRateLimits.value }
        set { boxedRateLimits.value = newValue }
    }
    /// The metadata of the response received so far: usage, model, tier and generated text.
    public var metadata = ResponseMetadata()
    /// The complete value or the partial response, or `nil` if nothing was received.
    public var result: PartialResult? {
        get { boxedResult.value }
        set { boxedResult.value = newValue }
    }
    /// The error of a failed attempt.
    public var error: OpenAIError? {
        get { boxedError.value }
        set { boxedError.value = newValue }
    }
    /// The time from sending the request to receiving the response head.
    public var firstByte: Duration?
    /// The time from sending the request to the first chunk of a streamed answer, or `nil` if the answer is not
    /// streamed.
    public var firstToken: Duration?
    /// The time from sending the request to the end of the attempt.
    public var total: Duration

    private var boxedRateLimits = Boxed<RateLimits>()
    private var boxedResult = Boxed<PartialResult>()
    private var boxedError = Boxed<OpenAIError>()

    /// Creates an outcome.
    public init(_ status: Status, total: Duration = .zero) {
        self.status = status
        self.total = total
    }
}
