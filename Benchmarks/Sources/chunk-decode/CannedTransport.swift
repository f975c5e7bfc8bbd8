import HTTPTypes
import Waiter

/// A transport that answers every request with the same event stream. The stream arrives in chunks of 32 kB, as it
/// would from a network.
struct CannedTransport: Transport {
    private let pieces: [[UInt8]]

    init(_ events: some Sequence<String>) {
        let bytes = events.flatMap { Array("data: \($0)\n\n".utf8) }
        pieces = stride(from: 0, to: bytes.count, by: 32 << 10).map { start in
            Array(bytes[start..<min(start + (32 << 10), bytes.count)])
        }
    }

    func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        var head = HTTPResponse(status: .ok)
        head.headerFields[.contentType] = "text/event-stream"
        let body = ResponseBody { [pieces] writer in
            for piece in pieces { try await writer.write(piece) }
        }
        return TransportResponse(head: head, body: body)
    }
}
