/// The observation of one call. It is notified of the call's retries, chunks and end.
///
/// The methods can be called on any thread, and must not block.
public protocol CallObservation: Sendable {
    /// The header fields to send with each attempt, such as a trace context. Invalid fields are skipped.
    var headers: [String: String] { get }

    /// Observes a failed attempt that will be retried. This method is called before the delay.
    func retry(_ notice: RetryNotice)

    /// Observes new chunks of a streamed answer.
    ///
    /// - Parameters:
    ///   - count: The number of chunks that were received together.
    ///   - elapsed: The time since the start of the call.
    func received(chunks count: Int, at elapsed: Duration)

    /// Observes the end of the call. This method is always called exactly once, even if a stream is abandoned or the
    /// task is cancelled.
    func end(_ outcome: CallOutcome)
}

extension CallObservation {
    /// No header fields.
    public var headers: [String: String] { [:] }

    /// Does nothing.
    public func retry(_ notice: RetryNotice) {}

    /// Does nothing.
    public func received(chunks count: Int, at elapsed: Duration) {}
}
