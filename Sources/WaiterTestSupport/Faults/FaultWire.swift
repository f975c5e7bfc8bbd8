internal import Waiter

/// What the servers of the matrix say.
public enum FaultWire {
    /// The key that all calls of the matrix carry, and that their servers echo wherever they can: no output may show it.
    public static let key = "sk-waiter-MARKED_secret-0123456789abcdef-beef"

    /// The id that servers give to requests, with the key in it.
    static let requestID = "x-request-id: req-\(key)"

    static let completion =
        #"{"id":"c1","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,"#
        + #""message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"#
        + #""usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#

    // MARK: Whole answers

    /// An answer with its length.
    static func whole(_ body: String, status: String = "200 OK", _ headers: String...) -> FaultServer.Step {
        .response(body, status: status, headers: ["content-type: application/json", requestID] + headers)
    }

    /// A body in the encoding that a header names.
    static func encoded(_ body: [UInt8], _ headers: String...) -> [FaultServer.Step] {
        [head(headers + ["content-type: application/json", "content-length: \(body.count)"]), .bytes(body)]
    }

    /// A refusal whose words show the key.
    static func refusal(_ status: String, code: String = "", _ headers: String...) -> FaultServer.Step {
        let error: JSONValue = [
            "message": .string("No: \(key)"), "type": "some_error", "code": code.isEmpty ? .null : .string(code),
        ]
        let body = JSONValue.object(["error": error]).jsonText
        return .response(body, status: status, headers: ["content-type: application/json", requestID] + headers)
    }

    /// The head of a successful answer.
    static func head(_ headers: [String]) -> FaultServer.Step {
        .text((["HTTP/1.1 200 OK", requestID] + headers).joined(separator: "\r\n") + "\r\n\r\n")
    }

    // MARK: Streams

    /// The head of a stream in chunked encoding.
    static let streamHead = head(["content-type: text/event-stream", "transfer-encoding: chunked"])
    /// The head of a stream that ends with its connection.
    static let closingStreamHead = head(["content-type: text/event-stream", "connection: close"])

    /// An event.
    static func event(_ json: String) -> String { "data: \(json)\n\n" }
    /// An event with a piece of text.
    static func content(_ text: String) -> String { delta("{\"content\":\"\(text)\"}") }
    /// An event with any delta.
    static func delta(_ delta: String, finish: String = "null") -> String {
        event("{\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":\(delta),\"finish_reason\":\(finish)}]}")
    }
    /// The event that ends an answer.
    static let finished = delta("{}", finish: "\"stop\"")
    static let usage = event(
        #"{"id":"c1","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#
    )
    static let done = "data: [DONE]\n\n"
    /// A keep-alive comment.
    static let comment = ": keep-alive \(key)\n\n"

    /// A whole stream of these events.
    static func stream(_ events: String...) -> [FaultServer.Step] {
        [streamHead] + events.map { .chunk($0) } + [.lastChunk]
    }

    /// A stream that is whole: the text in two pieces.
    static let hello = [content("Hel"), content("lo"), finished, done]

    /// What of `hello` has arrived after so many of its bytes: an event counts once its data is there, also without the
    /// blank line that ends it.
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
    /// The bytes of all texts.
    var bytes: [UInt8] { flatMap(\.utf8) }
}
