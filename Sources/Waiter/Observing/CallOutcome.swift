/// The outcome of a whole call.
public struct CallOutcome: Sendable {
    /// The status of the last attempt.
    public var status: AttemptOutcome.Status
    /// The number of attempts, including attempts that were repeated on a new connection. The number is 0 if
    /// nothing was sent.
    public var attempts: Int
    /// The HTTP status of the last response, or `nil` if there was no response.
    public var httpStatus: Int? {
        get { last.httpStatus }
        set { replace(httpStatus: newValue, requestID: requestID, metadata: metadata, result: result) }
    }
    /// The server's request ID.
    public var requestID: String? {
        get { last.requestID }
        set { replace(httpStatus: httpStatus, requestID: newValue, metadata: metadata, result: result) }
    }
    /// The metadata of the response so far, such as usage, model, service tier and finish reasons.
    public var metadata: ResponseMetadata {
        get { last.metadata }
        set { replace(httpStatus: httpStatus, requestID: requestID, metadata: newValue, result: result) }
    }
    /// The complete or partial value of the response, or `nil` if nothing was received.
    public var result: PartialResult? {
        get { last.result }
        set { replace(httpStatus: httpStatus, requestID: requestID, metadata: metadata, result: newValue) }
    }
    /// The error that ended the call, or `nil` if the call succeeded or a stream was abandoned.
    public var error: (any Error)?
    /// The time from the start of the call to its end, including retries and delays.
    public var total: Duration

    /// The end of the last attempt. Reading a member of this object copies only that member, whereas reading
    /// `metadata` copies all of the metadata.
    package private(set) var last: AttemptEnd

    /// Creates an outcome.
    public init(_ status: AttemptOutcome.Status, attempts: Int = 1, total: Duration = .zero) {
        self.init(status, nil, attempts: attempts, error: nil, total: total)
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
        self.last = last ?? .none
        self.error = error
        self.total = total
    }

    private mutating func replace(
        httpStatus: Int?,
        requestID: String?,
        metadata: ResponseMetadata,
        result: PartialResult?
    ) {
        last = AttemptEnd(
            last.status,
            httpStatus: httpStatus,
            requestID: requestID,
            metadata: metadata,
            result: result,
            error: last.error
        )
    }
}
