/// The outcome of a whole call.
public struct CallOutcome: Sendable {
    /// The status of the last attempt.
    public var status: AttemptOutcome.Status
    /// The number of attempts, including attempts that were repeated on a new connection. The number is 0 if
    /// nothing was sent.
    public var attempts: Int
    /// The HTTP status of the last response, or `nil` if there was no response.
    public var httpStatus: Int?
    /// The server's request ID.
    public var requestID: String?
    /// The metadata of the response so far, such as usage, model, service tier and finish reasons.
    public var metadata: ResponseMetadata
    /// The complete or partial value of the response, or `nil` if nothing was received.
    public var result: PartialResult?
    /// The error that ended the call, or `nil` if the call succeeded or a stream was abandoned.
    public var error: (any Error)?
    /// The time from the start of the call to its end, including retries and delays.
    public var total: Duration

    /// Creates an outcome.
    public init(_ status: AttemptOutcome.Status, attempts: Int = 1, total: Duration = .zero) {
        self.status = status
        self.attempts = attempts
        metadata = ResponseMetadata()
        self.total = total
    }

    /// Creates the outcome of a call from the end of its last attempt. `last` is `nil` if no attempt was made.
    init(
        _ status: AttemptOutcome.Status,
        _ last: AttemptEnd?,
        attempts: Int,
        error: (any Error)?,
        total: Duration
    ) {
        self.status = status
        self.attempts = attempts
        httpStatus = last?.httpStatus
        requestID = last?.requestID
        metadata = last?.metadata ?? ResponseMetadata()
        result = last?.result
        self.error = error
        self.total = total
    }
}
