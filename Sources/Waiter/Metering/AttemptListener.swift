/// A type that observes the attempts of a call. The listener is notified in addition to the meter.
protocol AttemptListener: Sendable {
    /// Records the start of an attempt.
    func noteAttempt()

    /// Records new elements of a stream.
    func received(chunks count: Int)

    /// Records the end of an attempt.
    func note(_ end: AttemptEnd)
}

/// A description of how an attempt ended. The attempt's outcome and the call's outcome are created from it.
///
/// This type is a class because outcomes have many members. Copying these members repeatedly would account for most of
/// the time spent observing a call.
final class AttemptEnd: Sendable {
    let status: AttemptOutcome.Status
    let httpStatus: Int?
    let requestID: String?
    let metadata: ResponseMetadata
    let result: PartialResult?
    /// The error, or `nil` if there is no error or the error is not an `OpenAIError`.
    let error: (any Error)?

    init(
        _ status: AttemptOutcome.Status,
        httpStatus: Int?,
        requestID: String?,
        metadata: ResponseMetadata,
        result: PartialResult?,
        error: (any Error)?
    ) {
        self.status = status
        self.httpStatus = httpStatus
        self.requestID = requestID
        self.metadata = metadata
        self.result = result
        self.error = error
    }
}
