/// A type, such as a tracer, that observes calls as a whole. The observation lasts from the start of a call, through
/// all retries, to the last byte of the answer.
///
///     let client = try OpenAI(configuration: configuration, observer: TelemetryObserver())
///
/// A meter approves or rejects each attempt of a billable call. An observer observes every call once and can only add
/// header fields to it. Without an observer, the only cost per call is the check for an observer.
public protocol CallObserver: Sendable {
    /// Whether to request usage for a stream if the request does not specify whether to report usage.
    var asksForUsage: Bool { get }

    /// Begins the observation of a call that is about to be made, or returns `nil` to ignore the call.
    ///
    /// This method runs in the task that makes the call, with its task-local values, and must not block.
    func begin(_ call: ObservedCall) -> (any CallObservation)?
}

extension CallObserver {
    /// Whether to request usage for streams. The default is `true`.
    public var asksForUsage: Bool { true }
}
