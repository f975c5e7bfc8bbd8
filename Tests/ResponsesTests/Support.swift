import Foundation
import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

let request = ResponsesRequest(model: "m", input: "hi")

let completedResponse =
    #"{"id":"r","object":"response","status":"completed","model":"m","output":[{"id":"msg","type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello","annotations":[]}]}],"usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}"#

let failedResponse =
    #"{"id":"r","object":"response","status":"failed","model":"m","error":{"code":"server_error","message":"the model crashed"},"output":[{"id":"msg","type":"message","role":"assistant","content":[{"type":"output_text","text":"He"}]}]}"#

/// Returns the events in lines of JSON as a stream.
func events(_ lines: String) -> String {
    lines.split(separator: "\n").map { line in
        let type = (try? JSONValue(jsonText: String(line)))?["type"]?.stringValue ?? "message"
        return "event: \(type)\ndata: \(line)\n\n"
    }.joined()
}

func sse(_ lines: String) -> ScriptedTransport.Step { .events(events(lines)) }

/// Returns a client of a fault server, without retries.
func makeClient(
    _ server: FaultServer,
    configure: (inout OpenAI.Configuration) -> Void = { _ in }
) throws -> OpenAI {
    var configuration = try OpenAI.Configuration(
        apiKey: APIKey("sk-test-0123456789abcdefghij"),
        baseURL: BaseURL(server.address + "/v1")
    )
    configuration.retry.maxRetries = 0
    configure(&configuration)
    return try OpenAI(configuration: configuration)
}

/// Returns the text of a stream and the error that ended it.
func read(_ client: OpenAI, _ request: ResponsesRequest = request) async -> (text: String, error: OpenAIError?) {
    var text = ""
    do {
        for try await event in try await client.responses.stream(request) { text += event.outputTextDelta ?? "" }
        return (text, nil)
    } catch {
        return (text, error as? OpenAIError)
    }
}

extension TransportRequest {
    var path: String { head.path ?? "" }
    var json: JSONValue? { try? JSONValue(parsing: body) }
}
