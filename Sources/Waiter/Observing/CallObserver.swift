/// A type, such as a tracer, that observes whole calls. The observation of a call includes all retries, and ends with
/// the last byte of the answer.
///
///     let client = try OpenAI(configuration: configuration, observer: TelemetryObserver())
///
/// Unlike a meter, which approves or rejects each attempt of a billable call, an observer observes every call once. The
/// only change that an observer can make is to add header fields. If there is no observer, the only overhead per call
/// is checking for one.
public protocol CallObserver: Sendable {
    /// Whether to request usage for streams. A setting in the request takes precedence.
    var asksForUsage: Bool { get }

    /// Begins the observation of a call that is about to be made. Return `nil` to ignore the call.
    ///
    /// This method is called in the task that makes the call, with that task's task-local values. The method must not
    /// block.
    func begin(_ call: ObservedCall) -> (any CallObservation)?
}

extension CallObserver {
    /// The default is `true`.
    public var asksForUsage: Bool { true }
}
