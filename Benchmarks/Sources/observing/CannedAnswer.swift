import HTTPTypes
import Waiter

/// A transport that answers every request with the same completion.
struct CannedAnswer: Transport {
    private static let body = Array(
        """
        {"id":"c","object":"chat.completion","created":1,"model":"gpt-6.1-sol","choices":[{"index":0,"message":\
        {"role":"assistant","content":"An interface."},"finish_reason":"stop"}],"usage":{"prompt_tokens":80,\
        "completion_tokens":7,"total_tokens":87,"prompt_tokens_details":{"cached_tokens":40}}}
        """.utf8
    )

    func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        var head = HTTPResponse(status: .ok)
        head.headerFields[.contentType] = "application/json"
        return TransportResponse(head: head, body: ResponseBody { writer in try await writer.write(Self.body) })
    }
}
