/// Sees each attempt of each call that costs something, before it is sent and when it is over: a ledger, a budget, a pace.
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
    /// Whether streams are to ask the server for their usage where the request does not say.
    var asksForUsage: Bool { get }

    /// Lets an attempt pass, or refuses it by throwing.
    ///
    /// - Returns: What is to be told its end; nil when nothing is.
    func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)?

    /// Completes what records have only queued so far, such as writes to a database; a client's `shutdown` waits for it.
    func flush() async
}

extension CallMeter {
    /// Streams ask for their usage.
    public var asksForUsage: Bool { true }

    /// Does nothing.
    public func flush() async {}
}
