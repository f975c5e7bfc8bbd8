internal import Waiter

/// The lesson server's response to a request.
enum LessonReply: Sendable {
    /// A complete JSON response.
    case json(JSONValue, status: String = "200 OK", headers: [String] = [])
    /// A stream of events. If the stream is not complete, the connection is closed after the last event.
    case stream([String], isComplete: Bool = true)
    /// No response. The connection stays open until the client closes it.
    case silence

    /// The status line and headers, or an empty array if there is no response.
    var head: [String] {
        switch self {
        case .json(let json, let status, let headers):
            ["HTTP/1.1 \(status)", "content-type: application/json"] + headers
                + ["content-length: \(json.jsonText.utf8.count)"]
        case .stream:
            ["HTTP/1.1 200 OK", "content-type: text/event-stream", "transfer-encoding: chunked"]
        case .silence: []
        }
    }

    /// The chunks of the body.
    var chunks: [String] {
        switch self {
        case .json(let json, _, _): [json.jsonText]
        case .stream(let events, _): events.map { "data: \($0)\n\n" }
        case .silence: []
        }
    }

    /// Returns an error response in OpenAI's format.
    static func error(
        _ status: String,
        _ message: String,
        type: String = "invalid_request_error",
        code: String,
        headers: [String] = []
    ) -> LessonReply {
        let error: JSONValue = [
            "message": .string(message), "type": .string(type), "param": .null, "code": .string(code),
        ]
        return .json(.object(["error": error]), status: status, headers: headers)
    }
}
