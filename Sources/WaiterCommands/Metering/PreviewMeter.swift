internal import Synchronization
internal import Waiter

/// A meter for requests that are only previewed. With this meter, the preview matches the request that would be sent.
final class PreviewMeter: CallMeter {
    private let attempt = Mutex<MeteredAttempt?>(nil)

    /// The attempt that would have been metered.
    var captured: MeteredAttempt? { attempt.withLock { $0 } }

    func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        self.attempt.withLock { $0 = attempt }
        return nil
    }
}
