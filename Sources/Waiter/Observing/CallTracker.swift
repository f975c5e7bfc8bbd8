internal import Synchronization

/// Tracks a whole call for an observer and reports the end of the call exactly once.
final class CallTracker: AttemptListener {
    private struct State {
        /// The observation, or `nil` if the end of the call has been reported. An ended call releases the observation,
        /// because it can hold the body of the request, and the caller can keep a stream indefinitely.
        var observation: (any CallObservation)?
        /// The end of the most recently completed attempt.
        var last: AttemptEnd?
        var attempts = 0
        /// Whether the response has been returned to the caller, in which case the call ends when the attempt ends.
        var isReturned = false

        /// Ends the call and returns the state to report, or returns `nil` if the end was already reported.
        mutating func end() -> State? {
            guard observation != nil else { return nil }
            var final = State()
            swap(&final, &self)
            return final
        }
    }

    private let state: Mutex<State>
    private let start: Duration
    private let now: @Sendable () -> Duration

    init(_ observation: any CallObservation, _ clock: CallClock) {
        state = Mutex(State(observation: observation))
        now = clock.now
        start = clock.now()
    }

    deinit {
        end(nil)
    }

    func retry(_ notice: RetryNotice) {
        state.withLock { $0.observation }?.retry(notice)
    }

    func received(chunks count: Int) {
        guard count > 0 else { return }
        state.withLock { $0.observation }?.received(chunks: count, at: now() - start)
    }

    func noteAttempt() {
        state.withLock { $0.attempts += 1 }
    }

    func note(_ end: AttemptEnd) {
        let final = state.withLock { state -> State? in
            state.last = end
            return state.isReturned ? state.end() : nil
        }
        if let final { report(final, end.error) }
    }

    /// Records that the response was returned to the caller. If the response is a stream, the caller might still be
    /// reading it.
    func noteReturn() {
        let final = state.withLock { state -> State? in
            state.isReturned = true
            return state.last == nil ? nil : state.end()
        }
        if let final { report(final, final.last?.error) }
    }

    /// Reports the end of the call.
    func end(_ error: (any Error)?) {
        guard let final = state.withLock({ $0.end() }) else { return }
        report(final, error)
    }

    private func report(_ final: State, _ error: (any Error)?) {
        let status = Self.status(final.last, error)
        let outcome = CallOutcome(
            status,
            final.last,
            attempts: final.attempts,
            error: error ?? (status == .cancelled ? nil : final.last?.error),
            total: now() - start
        )
        final.observation?.end(outcome)
    }

    private static func status(_ last: AttemptEnd?, _ error: (any Error)?) -> AttemptOutcome.Status {
        if error is CancellationError { return .cancelled }
        guard let last else { return error == nil ? .cancelled : .unsent }
        return last.status == .complete && error != nil ? .failed : last.status
    }
}
