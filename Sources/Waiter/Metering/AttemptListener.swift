/// A type that observes the attempts of a call. The listener is notified in addition to the meter.
protocol AttemptListener: AnyObject, Sendable {
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
package final class AttemptEnd: Sendable {
    let status: AttemptOutcome.Status
    package let httpStatus: Int?
    package let requestID: String?
    package let metadata: ResponseMetadata
    package let result: PartialResult?
    /// The error, or `nil` if there is no error or the error is not an `OpenAIError`.
    let error: (any Error)?

    /// The end of a call that made no attempt.
    static let none = AttemptEnd(
        .unsent,
        httpStatus: nil,
        requestID: nil,
        metadata: ResponseMetadata(),
        result: nil,
        error: nil
    )

    init(
        _ status: AttemptOutcome.Status,
        httpStatus: Int?,
        requestID: String?,
        metadata: consuming ResponseMetadata,
        result: consuming PartialResult?,
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
