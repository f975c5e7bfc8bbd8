internal import Synchronization

/// Tracks a whole call for an observer and reports the end of the call exactly once.
final class CallTracker: AttemptListener {
    /// The observation of the call. It is stored on the heap because moving a value of a protocol type takes longer.
    private final class Observation: Sendable {
        let value: any CallObservation

        init(_ value: any CallObservation) { self.value = value }
    }

    private struct State {
        /// The observation, or `nil` if the end of the call has been reported. An ended call releases the observation,
        /// because it can hold the body of the request, and the caller can keep a stream indefinitely.
        var observation: Observation?
        /// The end of the most recently completed attempt.
        var last: AttemptEnd?
        var attempts = 0
        /// Whether the response has been returned to the caller, in which case the call ends when the attempt ends.
        var isReturned = false

        /// Ends the call and returns the data to report, or returns `nil` if the end was already reported.
        mutating func end() -> Report? {
            guard let observation = observation.take() else { return nil }
            return Report(observation: observation, last: last.take(), attempts: attempts)
        }
    }

    /// The data that is reported when a call ends.
    private struct Report {
        let observation: Observation
        let last: AttemptEnd?
        let attempts: Int
    }

    private let state: Mutex<State>
    private let shared: AttemptTracker.Shared
    /// The start of the call. The call's deadlines are not stored here, because they can refer to the response, which
    /// can refer to this tracker.
    private let start: Duration

    init(_ observation: any CallObservation, _ shared: AttemptTracker.Shared, start: Duration) {
        state = Mutex(State(observation: Observation(observation)))
        self.shared = shared
        self.start = start
    }

    deinit {
        end(nil)
    }

    private var elapsed: Duration { shared.clock.now() - start }

    func retry(_ notice: RetryNotice) {
        state.withLock { $0.observation }?.value.retry(notice)
    }

    func received(chunks count: Int) {
        guard count > 0 else { return }
        state.withLock { $0.observation }?.value.received(chunks: count, at: elapsed)
    }

    func noteAttempt() {
        state.withLock { $0.attempts += 1 }
    }

    func note(_ end: AttemptEnd) {
        let report = state.withLock { state -> Report? in
            state.last = end
            return state.isReturned ? state.end() : nil
        }
        if let report { send(report, end.error) }
    }

    /// Records that the response was returned to the caller. If the response is a stream, the caller might still be
    /// reading it.
    func noteReturn() {
        let report = state.withLock { state -> Report? in
            state.isReturned = true
            return state.last == nil ? nil : state.end()
        }
        if let report { send(report, report.last?.error) }
    }

    /// Reports the end of the call.
    func end(_ error: (any Error)?) {
        guard let report = state.withLock({ $0.end() }) else { return }
        send(report, error)
    }

    private func send(_ report: Report, _ error: (any Error)?) {
        let status = Self.status(report.last, error)
        let outcome = CallOutcome(
            status,
            report.last,
            attempts: report.attempts,
            error: error ?? (status == .cancelled ? nil : report.last?.error),
            total: elapsed
        )
        report.observation.value.end(outcome)
    }

    private static func status(_ last: AttemptEnd?, _ error: (any Error)?) -> AttemptOutcome.Status {
        guard let error else { return last?.status ?? .cancelled }
        if error is CancellationError { return .cancelled }
        guard let last else { return .unsent }
        return last.status == .complete ? .failed : last.status
    }
}
