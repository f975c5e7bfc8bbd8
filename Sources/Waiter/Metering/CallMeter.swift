/// Observes each attempt of every billable call, before it is sent and after it ends, such as a ledger, budget or
/// limiter.
///
///     let client = try OpenAI(configuration: configuration, meter: ledger)
///
/// The contract:
/// - `begin` runs once per attempt, also for the attempts of a retry, before anything is sent. It may wait, within the
///   call's total deadline. What it throws reaches the caller unchanged, nothing is sent, and nothing is retried.
/// - The record that it returns is told the end exactly once, whatever happens: also when a stream is left in the middle,
///   when the task is cancelled, and when nothing could be sent after all.
/// - Only what is charged by a model's tokens is metered: requests with a body that names a `model`.
/// - `begin` runs with the task-local values of the task that makes the call, and the record's `progress` and `end` with those
///   of the task that reads a stream, or drops it.
///
/// `MultiplexMeter` makes one of several.
public protocol CallMeter: Sendable {
    /// Whether to request usage for streams if the request does not specify it.
    var asksForUsage: Bool { get }

    /// Approves an attempt, or rejects it by throwing.
    ///
    /// - Returns: The record to notify of the attempt; `nil` for none.
    func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)?

    /// Completes the pending work of records, such as queued database writes; a client's `shutdown` waits for this.
    func flush() async
}

extension CallMeter {
    /// Whether to request usage for streams; true by default.
    public var asksForUsage: Bool { true }

    /// Does nothing.
    public func flush() async {}
}
