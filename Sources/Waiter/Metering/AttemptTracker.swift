internal import Synchronization

/// Observes one attempt on behalf of a meter and an observer, and reports the end of the attempt exactly once.
package final class AttemptTracker: Sendable {
    /// The objects of a client that its trackers share.
    final class Shared: Sendable {
        let clock: CallClock
        /// Masks keys in reported values. Servers can echo keys in any value, and meters can store the values.
        let redactor: Redactor
        let open = OpenAttempts()

        init(_ clock: CallClock, _ redactor: Redactor) {
            self.clock = clock
            self.redactor = redactor
        }
    }

    private struct State {
        var record = Boxed<any AttemptRecord>()
        var isOpen = true
        var isSent = false
        var head: ResponseHead?
        var firstByte: Duration?
        var firstToken: Duration?
    }

    private let state: Mutex<State>
    private let shared: Shared
    /// The start of the attempt, or `nil` if no meter observes the attempt. Only meters need times.
    private let start: Duration?
    /// The tracker of the whole call, or `nil` if there is no observer.
    private let call: (any AttemptListener)?

    init(
        _ record: Boxed<any AttemptRecord>,
        _ call: (any AttemptListener)?,
        _ shared: Shared
    ) {
        self.call = call
        call?.noteAttempt()
        self.shared = shared
        shared.open.begin()
        state = Mutex(State(record: record))
        start = record.isEmpty ? nil : shared.clock.now()
    }

    deinit {
        // The response can no longer be read, because nothing references it.
        end(early: nil)
    }

    /// Whether the request was sent. If so, a server may have read the request.
    var isSent: Bool { state.withLock { $0.isSent } }

    /// Records that the request was sent.
    func noteSent() {
        state.withLock { $0.isSent = true }
    }

    /// Records that the response is a redirect. Servers do not bill requests that they redirect.
    func noteRedirect() {
        state.withLock { ($0.isSent, $0.head, $0.firstByte) = (false, nil, nil) }
    }

    func note(_ head: ResponseHead) {
        let elapsed = self.elapsed
        state.withLock { state in
            state.head = head
            state.firstByte = elapsed
        }
    }

    package func noteFirstToken() {
        let elapsed = self.elapsed
        state.withLock { $0.firstToken = $0.firstToken ?? elapsed }
    }

    /// Reports the complete response.
    package func complete(_ metadata: consuming ResponseMetadata, _ result: consuming PartialResult? = nil) {
        guard let last = close() else { return }
        metadata.mask(with: shared.redactor)
        report(last, .complete, consume metadata, consume result)
    }

    /// The time since the start of the attempt, or `nil` if no meter observes the attempt.
    private var elapsed: Duration? { start.map { shared.clock.now() - $0 } }

    /// Reports the progress of a streamed response.
    package func progress(_ snapshot: () -> PartialResult) {
        state.withLock { $0.record }.value?.progress(snapshot)
    }

    /// Reports new elements of a stream to the observer.
    package func received(_ count: Int) {
        call?.received(chunks: count)
    }

    /// Reports that the attempt ended early because of an error or because the response is no longer being read.
    package func end(
        early error: (any Error)?,
        _ metadata: @autoclosure () -> ResponseMetadata = ResponseMetadata(),
        _ result: PartialResult? = nil
    ) {
        guard let last = close() else { return }
        let status: AttemptOutcome.Status
        if last.head == nil, !last.isSent {
            status = .unsent
        } else if error == nil || error is CancellationError {
            status = .cancelled
        } else {
            status = (200...299).contains(last.head?.status ?? 0) ? .truncated : .failed
        }
        var metadata = metadata()
        metadata.mask(with: shared.redactor)
        guard let error = error as? OpenAIError else { return report(last, status, consume metadata, result) }
        report(last, status, consume metadata, result ?? error.partial, error, requestID: error.requestID)
    }

    /// Closes the tracker and returns its final state, or returns `nil` if the end was already reported.
    private func close() -> State? {
        state.withLock { state in
            guard state.isOpen else { return nil }
            var last = State(isOpen: false)
            swap(&last, &state)
            return last
        }
    }

    private func report(
        _ last: State,
        _ status: AttemptOutcome.Status,
        _ metadata: consuming ResponseMetadata,
        _ result: consuming PartialResult?,
        _ error: (any Error)? = nil,
        requestID: String? = nil
    ) {
        let end = AttemptEnd(
            status,
            httpStatus: last.head?.status,
            requestID: (last.head?.requestID ?? requestID).map(shared.redactor.redact),
            metadata: consume metadata,
            result: consume result,
            error: error
        )
        if let record = last.record.value { record.end(outcome(end, last)) }
        call?.note(end)
        shared.open.end()
    }

    /// Returns the outcome for a meter.
    private func outcome(_ end: AttemptEnd, _ last: State) -> AttemptOutcome {
        var outcome = AttemptOutcome(end.status, total: elapsed ?? .zero)
        outcome.httpStatus = end.httpStatus
        outcome.requestID = end.requestID
        outcome.rateLimits = last.head?.rateLimits
        outcome.metadata = end.metadata
        outcome.result = end.result
        outcome.error = end.error as? OpenAIError
        outcome.firstByte = last.firstByte
        outcome.firstToken = last.firstToken
        return outcome
    }
}
