internal import Synchronization
internal import Waiter

/// A meter for requests that are only previewed. It makes the preview match the request that would be sent.
final class PreviewMeter: CallMeter {
    private let attempt = Mutex<MeteredAttempt?>(nil)

    /// The attempt that would have been metered.
    var captured: MeteredAttempt? { attempt.withLock { $0 } }

    func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        self.attempt.withLock { $0 = attempt }
        return nil
    }
}
