internal import Synchronization

/// Tracks a whole call on behalf of an observer, and reports its end exactly once.
final class CallTracker: AttemptListener {
    private struct State {
        var observation: (any CallObservation)?
        /// The outcome of the last attempt that has ended.
        var last: AttemptOutcome?
        var attempts = 0
        /// Whether the response has been returned to the caller. If so, the call ends when the attempt ends.
        var isReturned = false
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

    func note(_ outcome: AttemptOutcome) {
        let isEnd = state.withLock { state in
            state.last = outcome
            return state.isReturned
        }
        if isEnd { end(outcome.error) }
    }

    /// Records that the response was returned to the caller, who may still be reading it as a stream.
    func noteReturn() {
        let last = state.withLock { state in
            state.isReturned = true
            return state.last
        }
        if let last { end(last.error) }
    }

    /// Reports the end of the call.
    func end(_ error: (any Error)?) {
        let total = now() - start
        let (observation, last, attempts) = state.withLock { state in
            defer { state.observation = nil }
            return (state.observation, state.last, state.attempts)
        }
        guard let observation else { return }
        var outcome = CallOutcome(Self.status(last, error), attempts: attempts, total: total)
        outcome.httpStatus = last?.httpStatus
        outcome.requestID = last?.requestID
        outcome.metadata = last?.metadata ?? ResponseMetadata()
        outcome.result = last?.result
        outcome.error = error ?? (outcome.status == .cancelled ? nil : last?.error)
        observation.end(outcome)
    }

    private static func status(_ last: AttemptOutcome?, _ error: (any Error)?) -> AttemptOutcome.Status {
        if error is CancellationError { return .cancelled }
        guard let last else { return error == nil ? .cancelled : .unsent }
        return last.status == .complete && error != nil ? .failed : last.status
    }
}
