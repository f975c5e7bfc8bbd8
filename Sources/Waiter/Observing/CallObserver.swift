/// A type that observes whole calls, from issuing them over all retries to the last byte of the answer, such as a tracer.
///
///     let client = try OpenAI(configuration: configuration, observer: TelemetryObserver())
///
/// A meter is asked about each attempt of a billable call and can reject it; an observer sees every call once and changes
/// nothing but the header fields that it adds. Without an observer, a call only checks that there is none.
public protocol CallObserver: Sendable {
    /// Whether to request usage for streams if the request does not specify it.
    var asksForUsage: Bool { get }

    /// Begins the observation of a call that is about to be sent; returns `nil` to not observe it.
    ///
    /// It runs in the task that makes the call, with its task-local values, and must not block.
    func begin(_ call: ObservedCall) -> (any CallObservation)?
}

extension CallObserver {
    /// Whether to request usage for streams; true by default.
    public var asksForUsage: Bool { true }
}
