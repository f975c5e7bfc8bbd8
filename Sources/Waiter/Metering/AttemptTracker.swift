internal import Synchronization

/// Observes one attempt on behalf of a meter and an observer, and reports its end exactly once.
package final class AttemptTracker: Sendable {
    private struct State {
        var record: (any AttemptRecord)?
        var isOpen = true
        var isSent = false
        var head: ResponseHead?
        var firstByte: Duration?
        var firstToken: Duration?
    }

    private let state: Mutex<State>
    private let start: Duration
    private let now: @Sendable () -> Duration
    /// Masks keys in reported values, since servers may echo keys anywhere and meters may store the values.
    private let redactor: Redactor
    private let open: OpenAttempts
    /// The tracker of the whole call, or `nil` if there is no observer.
    private let call: (any AttemptListener)?

    init(
        _ record: (any AttemptRecord)?,
        _ call: (any AttemptListener)?,
        _ timekeeper: CallClock,
        _ redactor: Redactor,
        _ open: OpenAttempts
    ) {
        self.call = call
        call?.noteAttempt()
        self.redactor = redactor
        self.open = open
        open.begin()
        state = Mutex(State(record: record))
        now = timekeeper.now
        start = timekeeper.now()
    }

    deinit {
        // The response can no longer be read, since nothing references it.
        end(early: nil)
    }

    /// Whether the request was sent. From then on, a server may have read it.
    var isSent: Bool { state.withLock { $0.isSent } }

    /// Records that the request was sent.
    func noteSent() {
        state.withLock { $0.isSent = true }
    }

    /// Records a redirect, which is not billed.
    func noteRedirect() {
        state.withLock { ($0.isSent, $0.head, $0.firstByte) = (false, nil, nil) }
    }

    func note(_ head: ResponseHead) {
        let elapsed = now() - start
        state.withLock { state in
            state.head = head
            state.firstByte = elapsed
        }
    }

    package func noteFirstToken() {
        let elapsed = now() - start
        state.withLock { $0.firstToken = $0.firstToken ?? elapsed }
    }

    /// Reports the complete response.
    package func complete(_ metadata: @autoclosure () -> ResponseMetadata, _ result: PartialResult? = nil) {
        guard state.withLock({ $0.isOpen }) else { return }
        end(.complete, nil, metadata(), result)
    }

    /// Reports the progress of a streamed response.
    package func progress(_ snapshot: () -> PartialResult) {
        state.withLock { $0.record }?.progress(snapshot)
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
        guard state.withLock({ $0.isOpen }) else { return }
        let (isSent, head) = state.withLock { ($0.isSent, $0.head) }
        let status: AttemptOutcome.Status
        if head == nil, !isSent {
            status = .unsent
        } else if error == nil || error is CancellationError {
            status = .cancelled
        } else {
            status = (200...299).contains(head?.status ?? 0) ? .truncated : .failed
        }
        let error = error as? OpenAIError
        end(status, error, metadata(), result ?? error?.partial)
    }

    private func end(
        _ status: AttemptOutcome.Status,
        _ error: OpenAIError?,
        _ metadata: ResponseMetadata,
        _ result: PartialResult?
    ) {
        let total = now() - start
        let last = state.withLock { state in
            defer { (state.record, state.isOpen) = (nil, false) }
            return state
        }
        guard last.isOpen else { return }
        var outcome = AttemptOutcome(status, total: total)
        outcome.httpStatus = last.head?.status
        outcome.requestID = (last.head?.requestID ?? error?.requestID).map(redactor.redact)
        outcome.rateLimits = last.head?.rateLimits
        outcome.metadata = metadata
        outcome.metadata.model = metadata.model.map(redactor.redact)
        outcome.metadata.serviceTier = metadata.serviceTier.map { ServiceTier(rawValue: redactor.redact($0.rawValue)) }
        outcome.metadata.stopReason = metadata.stopReason.map(redactor.redact)
        outcome.metadata.responseID = metadata.responseID.map(redactor.redact)
        outcome.metadata.finishReasons = metadata.finishReasons.map { $0.map(redactor.redact) }
        outcome.metadata.systemFingerprint = metadata.systemFingerprint.map(redactor.redact)
        outcome.result = result
        outcome.error = error
        outcome.firstByte = last.firstByte
        outcome.firstToken = last.firstToken
        last.record?.end(outcome)
        call?.note(outcome)
        open.end()
    }
}
