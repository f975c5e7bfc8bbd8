internal import Waiter

/// Stands for the meter in a request that is only shown, so that it is the one that would be sent.
struct PreviewMeter: CallMeter {
    func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? { nil }
}
