internal import Waiter

/// The response data that the servers of the fault matrix send.
public enum FaultWire {
    /// The API key for all calls. The servers echo the key wherever they can. The key must not appear in any output.
    public static let key = "sk-waiter-MARKED_secret-0123456789abcdef-beef"

    /// The request ID header, which contains the key.
    static let requestID = "x-request-id: req-\(key)"

    static let completion =
        #"{"id":"c1","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,"#
        + #""message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"#
        + #""usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#

    // MARK: Complete answers

    /// Returns a complete response with a content length.
    static func whole(_ body: String, status: String = "200 OK", _ headers: String...) -> FaultServer.Step {
        .response(body, status: status, headers: ["content-type: application/json", requestID] + headers)
    }

    /// Returns a response with an encoded body and the headers that describe the encoding.
    static func encoded(_ body: [UInt8], _ headers: String...) -> [FaultServer.Step] {
        [head(headers + ["content-type: application/json", "content-length: \(body.count)"]), .bytes(body)]
    }

    /// Returns an error response whose message contains the key.
    static func refusal(_ status: String, code: String = "", _ headers: String...) -> FaultServer.Step {
        let error: JSONValue = [
            "message": .string("No: \(key)"), "type": "some_error", "code": code.isEmpty ? .null : .string(code),
        ]
        let body = JSONValue.object(["error": error]).jsonText
        return .response(body, status: status, headers: ["content-type: application/json", requestID] + headers)
    }

    /// Returns the head of a successful response.
    static func head(_ headers: [String]) -> FaultServer.Step {
        .text((["HTTP/1.1 200 OK", requestID] + headers).joined(separator: "\r\n") + "\r\n\r\n")
    }

    // MARK: Streams

    /// The head of a stream with chunked transfer encoding.
    static let streamHead = head(["content-type: text/event-stream", "transfer-encoding: chunked"])
    /// The head of a stream that is terminated by closing the connection.
    static let closingStreamHead = head(["content-type: text/event-stream", "connection: close"])

    /// Returns an event.
    static func event(_ json: String) -> String { "data: \(json)\n\n" }
    /// Returns an event with a content delta.
    static func content(_ text: String) -> String { delta("{\"content\":\"\(text)\"}") }
    /// Returns an event with an arbitrary delta.
    static func delta(_ delta: String, finish: String = "null") -> String {
        event("{\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":\(delta),\"finish_reason\":\(finish)}]}")
    }
    /// The event with the finish reason.
    static let finished = delta("{}", finish: "\"stop\"")
    static let usage = event(
        #"{"id":"c1","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#
    )
    static let done = "data: [DONE]\n\n"
    /// A keep-alive comment.
    static let comment = ": keep-alive \(key)\n\n"

    /// Returns a complete stream with the given events.
    static func stream(_ events: String...) -> [FaultServer.Step] {
        [streamHead] + events.map { .chunk($0) } + [.lastChunk]
    }

    /// A complete stream with two content deltas.
    static let hello = [content("Hel"), content("lo"), finished, done]

    /// Returns the part of `hello` that the first `count` bytes contain. An event is included as soon as its data is
    /// complete, even if the blank line that terminates the event is missing.
    static func arrived(_ count: Int) -> (text: String, isWhole: Bool) {
        var end = 0
        let complete = hello.prefix { event in
            end += event.utf8.count
            return count >= end - 2
        }
        let text = complete.isEmpty ? "" : complete.count == 1 ? "Hel" : "Hello"
        return (text, complete.count > 2)
    }
}

extension [String] {
    /// The concatenated bytes of all strings.
    var bytes: [UInt8] { flatMap(\.utf8) }
}
