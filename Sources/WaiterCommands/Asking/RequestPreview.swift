internal import HTTPTypes
internal import Synchronization
internal import Waiter

/// Stops a call right where it would leave the machine, for `--dry-run`.
final class RequestPreview: Transport {
    /// Thrown in place of an answer.
    struct Stopped: Error {}

    private let request = Mutex<TransportRequest?>(nil)

    /// The request that would have been sent.
    var captured: TransportRequest? { request.withLock { $0 } }

    func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        self.request.withLock { $0 = request }
        throw Stopped()
    }
}
