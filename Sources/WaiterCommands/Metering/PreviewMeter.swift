internal import Waiter

/// A meter for requests that are only previewed, so that the preview matches the request that would be sent.
struct PreviewMeter: CallMeter {
    func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? { nil }
}
