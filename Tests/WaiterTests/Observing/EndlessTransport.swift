import HTTPTypes
import Waiter

/// A transport that answers with an endless body, whose content encoding was not requested. As in a real transport, the
/// body and its exchange refer to the progress of the request until the body ends.
struct EndlessTransport: Transport {
    private final class Exchange: Sendable {
        let progress: TransportProgress
        let onEnd: @Sendable () -> Void

        init(_ progress: TransportProgress, _ onEnd: @escaping @Sendable () -> Void) {
            self.progress = progress
            self.onEnd = onEnd
        }

        deinit { onEnd() }
    }

    /// A closure that is called when an exchange is released.
    let onEnd: @Sendable () -> Void

    func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        let exchange = Exchange(progress, onEnd)
        var head = HTTPResponse(status: .ok)
        head.headerFields[.contentEncoding] = "br"
        return TransportResponse(
            head: head,
            body: ResponseBody { writer in
                defer { withExtendedLifetime(exchange) {} }
                while true { try await writer.write([0x20]) }
            }
        )
    }
}
