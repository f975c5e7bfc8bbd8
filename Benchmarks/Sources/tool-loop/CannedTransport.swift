import HTTPTypes
import Waiter

/// A transport that answers every request with a stream that contains the same tool call.
struct CannedTransport: Transport {
    private let body: [UInt8]

    init() {
        let beginning =
            #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"gpt-6.1-sol","choices":"#
        let call = #"{"index":0,"id":"call_1","type":"function","function":{"name":"add","arguments":""}}"#
        let deltas = [
            #"[{"index":0,"delta":{"role":"assistant","tool_calls":[\#(call)]},"finish_reason":null}]}"#,
            #"[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"left\":1,"}}]},"finish_reason":null}]}"#,
            #"[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"right\":2}"}}]},"finish_reason":null}]}"#,
            #"[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
            #"[],"usage":{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120}}"#,
        ]
        let events = deltas.map { beginning + $0 + "\n\n" }
        body = Array((events.joined() + "data: [DONE]\n\n").utf8)
    }

    func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        var head = HTTPResponse(status: .ok)
        head.headerFields[.contentType] = "text/event-stream"
        return TransportResponse(head: head, body: ResponseBody { [body] writer in try await writer.write(body) })
    }
}
