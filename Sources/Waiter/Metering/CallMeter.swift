/// A type that observes each attempt of every billable call. Ledgers and rate limiters are meters. A meter is notified
/// before the attempt is sent and after it ends.
///
///     let client = try OpenAI(configuration: configuration, meter: ledger)
///
/// A client calls a meter according to the following rules:
/// - `begin` runs once per attempt, including retries, before anything is sent. It can wait, but not beyond the call's
///   total deadline. If `begin` throws an error, the error reaches the caller unchanged, and the attempt is neither
///   sent nor retried.
/// - The returned record's `end` is called exactly once in every case, including when a stream is abandoned, the task
///   is cancelled, or nothing could be sent.
/// - Only calls that are billed per token are metered. These are the calls whose request body has a `model` member.
/// - `begin` runs with the task-local values of the task that makes the call. The record's `progress` and `end` run
///   with the task-local values of the task that reads or releases a stream.
///
/// `MultiplexMeter` combines several meters.
public protocol CallMeter: Sendable {
    /// Whether to request usage for streams. If a request itself specifies whether the server reports usage, the
    /// setting in the request takes precedence.
    var asksForUsage: Bool { get }

    /// Approves an attempt or rejects it by throwing.
    ///
    /// - Returns: The record that observes the attempt, or `nil` if no record is needed.
    func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)?

    /// Completes the pending work of all records, such as queued database writes. A client's `shutdown` waits until
    /// this method returns.
    func flush() async
}

extension CallMeter {
    /// Whether to request usage for streams. The default is `true`.
    public var asksForUsage: Bool { true }

    /// Does nothing.
    public func flush() async {}
}
