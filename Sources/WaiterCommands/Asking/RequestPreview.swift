internal import HTTPTypes
internal import Synchronization
internal import Waiter

/// The transport for `--dry-run`, which captures a request instead of sending it.
final class RequestPreview: Transport {
    /// The error that is thrown in place of a response.
    struct Stopped: Error {}

    private let request = Mutex<TransportRequest?>(nil)

    /// The request that would have been sent.
    var captured: TransportRequest? { request.withLock { $0 } }

    func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        self.request.withLock { $0 = request }
        throw Stopped()
    }
}
