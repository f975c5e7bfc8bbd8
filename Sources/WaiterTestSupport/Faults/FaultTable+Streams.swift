internal import Waiter

private typealias Wire = FaultWire

extension FaultTable {
    static let streams: [Fault] =
        cuts + [
            Fault(
                "a finish reason without `[DONE]`",
                streamed: true,
                gets: .answer(),
                command: .init(0),
                script: { _ in Wire.stream(Wire.content("Hello"), Wire.finished) }
            ),
            Fault(
                "a connection reset after the finish reason",
                streamed: true,
                gets: .answer(),
                command: .init(0),
                script: {
                    [Wire.streamHead, .chunk(Wire.finished), .chunk(Wire.content("Hello")), .wait($0.arrived), .reset]
                }
            ),
            Fault(
                "a connection reset before the finish reason",
                streamed: true,
                gets: .error(.streamTruncated, text: "Hel", keeping: .status(200), .failure(.reset), .requestID),
                command: .init(10, "the answer was cut off"),
                script: { [Wire.streamHead, .chunk(Wire.content("Hel")), .wait($0.arrived), .reset] }
            ),
            Fault(
                "an empty stream",
                streamed: true,
                gets: .error(.streamTruncated, keeping: .status(200), .requestID),
                command: .init(10, "the connection closed before the answer began"),
                script: { _ in Wire.stream() }
            ),
            Fault(
                "usage sent before the connection closes early",
                streamed: true,
                gets: .error(.streamTruncated, text: "Hel", keeping: .usage, .requestID),
                command: .init(10, "the answer was cut off"),
                script: { _ in [Wire.streamHead, .chunk(Wire.usage), .chunk(Wire.content("Hel")), .close] }
            ),
            Fault(
                "a truncated tool call",
                streamed: true,
                gets: .error(.streamTruncated, keeping: .toolCalls([#"t1 f {"a"#]), .requestID),
                command: .init(10, "the connection closed before the answer began"),
                script: { _ in
                    let call = #"{"index":0,"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a"}}"#
                    return [Wire.streamHead, .chunk(Wire.delta("{\"tool_calls\":[\(call)]}")), .close]
                }
            ),
        ] + errors + silence + tooMuch + otherAnswers

    // MARK: Truncated at every byte

    private static let cuts: [Fault] = [
        Fault(
            "a chunked stream cut off at each possible byte by a closed connection",
            streamed: true,
            variants: Wire.hello.bytes.count + 1,
            gets: .answer(),
            command: cutCommand,
            script: { [Wire.streamHead, .chunk(Array(Wire.hello.bytes.prefix($0.variant))), .close] }
        ).gets(cutEnding),
        Fault(
            "a stream without a length, cut off at each possible byte by a closed connection",
            streamed: true,
            variants: Wire.hello.bytes.count + 1,
            gets: .answer(),
            command: cutCommand,
            script: { [Wire.closingStreamHead, .bytes(Array(Wire.hello.bytes.prefix($0.variant))), .close] }
        ).gets(cutEnding),
        Fault(
            "a chunked stream that ends early with a final chunk, cut at each possible byte",
            streamed: true,
            variants: Wire.hello.bytes.count + 1,
            gets: .answer(),
            command: cutCommand,
            script: { [Wire.streamHead, .chunk(Array(Wire.hello.bytes.prefix($0.variant))), .lastChunk] }
        ).gets(cutEnding),
    ]

    @Sendable
    private static func cutEnding(_ variant: Int) -> FaultEnding {
        let (text, isWhole) = Wire.arrived(variant)
        return isWhole ? .answer(text) : .error(.streamTruncated, text: text, keeping: .status(200), .requestID)
    }

    private static let cutCommand = Fault.Command(
        exit: { Wire.arrived($0).isWhole ? 0 : 10 },
        says: "",
        variants: [0, 50, 100, 160, 250, Wire.hello.bytes.count],
        arguments: []
    )

    // MARK: Errors mid-stream

    private static let errors: [Fault] = [
        broken(
            "an error event",
            .streamError,
            "{\"error\":{\"message\":\"Overloaded \(Wire.key)\"}}",
            exit: 10,
            "the server aborted",
            keeping: .words
        ),
        broken(
            "an error event with a rate-limit code",
            .rateLimited,
            #"{"error":{"message":"Slow","code":429}}"#,
            exit: 6,
            "rate limit",
            keeping: .words
        ),
        broken(
            "an error object without an `error` member",
            .streamError,
            #"{"object":"error","message":"Boom","code":500}"#,
            exit: 10,
            "the server aborted",
            keeping: .words
        ),
        broken(
            "broken JSON",
            .invalidResponse,
            "{\"choices\":[{\"del \(Wire.key)",
            exit: 10,
            "malformed",
            keeping: .body
        ),
        broken("a number", .invalidResponse, "17", exit: 10, "malformed", keeping: .body),
        broken("`choices` of the wrong type", .invalidResponse, #"{"choices":7}"#, exit: 10, "", keeping: .body),
        Fault(
            "unknown lines between events",
            streamed: true,
            gets: .answer(),
            command: .init(0),
            script: { _ in
                Wire.stream(
                    Wire.content("Hel") + "garbage\n\0\u{FFFD}: x\n\n<html>\n\n",
                    Wire.content("lo"),
                    "dat: x\n\nretry: soon\nid: \0\n\n",
                    Wire.finished,
                    "event: nothing\n\n",
                    Wire.done
                )
            }
        ),
        Fault(
            "invalid chunked encoding mid-stream",
            streamed: true,
            gets: .error(.streamTruncated, text: "Hel", keeping: .status(200), .requestID),
            command: .init(10, "the answer was cut off"),
            script: { [Wire.streamHead, .chunk(Wire.content("Hel")), .wait($0.arrived), .text("zz\r\n"), .close] }
        ),
    ]

    private static func broken(
        _ name: String,
        _ code: OpenAIError.Code,
        _ json: String,
        exit: Int32,
        _ says: String,
        keeping keep: FaultEnding.Keep
    ) -> Fault {
        Fault(
            "\(name) mid-stream",
            streamed: true,
            gets: .error(code, text: "Hel", keeping: .status(200), keep, .requestID),
            command: .init(exit, says),
            script: { _ in Wire.stream(Wire.content("Hel"), Wire.event(json), Wire.content("lo"), Wire.done) }
        )
    }

    // MARK: Idle streams

    private static let silence: [Fault] = [
        Fault(
            "a stream that stalls",
            streamed: true,
            passes: .idle,
            gets: .error(.timeout, text: "Hel", keeping: .status(200), .deadline(.idle), .requestID),
            command: .init(10, "raise --timeout", arguments: ["--timeout", "2"]),
            script: { _ in [Wire.streamHead, .chunk(Wire.content("Hel")), .stall] }
        ),
        silent("endless pings", [.forever([.chunk("event: ping\ndata: {}\n\n"), .pause(.milliseconds(2))])]),
        silent("endless ping events without data", [.forever([.chunk("event: ping\n\n"), .pause(.milliseconds(2))])]),
        silent("endless comments", [.forever([.chunk(Wire.comment), .pause(.milliseconds(2))])]),
        silent("endless empty lines", [.forever([.chunk("\n"), .pause(.milliseconds(2))])]),
        silent("an endless line", [.forever([.chunk("x"), .pause(.milliseconds(2))])]),
        Fault(
            "endless pings and no content",
            streamed: true,
            passes: .total,
            gets: .error(.timeout, keeping: .status(200), .deadline(.total), .requestID),
            command: .init(9, "raise --timeout", arguments: ["--timeout", "0.5"]),
            script: { _ in [Wire.streamHead, .forever([.chunk(": ping\n\n"), .pause(.milliseconds(2))])] }
        ),
        Fault(
            "a stream that stalls after the finish reason",
            streamed: true,
            passes: .idle,
            gets: .answer(),
            command: .init(0),
            script: { _ in [Wire.streamHead, .chunk(Wire.content("Hello")), .chunk(Wire.finished), .stall] }
        ),
        Fault(
            "endless pings after the finish reason",
            streamed: true,
            passes: .total,
            gets: .answer(),
            command: .init(0),
            script: { _ in
                [
                    Wire.streamHead, .chunk(Wire.content("Hello")), .chunk(Wire.finished),
                    .forever([.chunk(": ping\n\n"), .pause(.milliseconds(2))]),
                ]
            }
        ),
        contentless("pings", ": ping\n\n"),
        contentless("an endless comment", ": ping"),
        contentless("chunks with only a role", Wire.delta("{\"role\":\"assistant\",\"content\":\"\"}")),
        Fault(
            "a body that stalls after `[DONE]`",
            streamed: true,
            gets: .answer(),
            command: .init(0),
            script: { _ in [Wire.streamHead, .chunk(Wire.content("Hello") + Wire.finished + Wire.done), .stall] }
        ),
    ]

    /// Creates a row with data but no content. The call ends when the total deadline expires.
    private static func silent(_ name: String, _ steps: [FaultServer.Step]) -> Fault {
        Fault(
            "\(name) mid-stream",
            streamed: true,
            passes: .total,
            gets: .error(.timeout, text: "Hel", keeping: .status(200), .deadline(.total), .requestID),
            command: .init(10, "raise --timeout", arguments: ["--timeout", "2"]),
            script: { _ in [Wire.streamHead, .chunk(Wire.content("Hel"))] + steps }
        )
    }

    private static func contentless(_ name: String, _ text: String) -> Fault {
        Fault(
            "\(name), with a first-content deadline",
            streamed: true,
            passes: .firstContent,
            gets: .error(.timeout, keeping: .deadline(.firstContent)),
            script: { _ in [Wire.streamHead, .forever([.chunk(text), .pause(.milliseconds(2))])] }
        )
    }

    // MARK: Oversized and endless events

    private static let tooMuch: [Fault] = [
        Fault(
            "a 100 MB event",
            streamed: true,
            gets: .error(.responseTooLarge, text: "Hel", keeping: .status(200), .requestID),
            command: .init(10, "larger than the limit"),
            script: { _ in
                [Wire.streamHead, .chunk(Wire.content("Hel")), .chunk("data: ")]
                    + Array(repeating: .chunk([UInt8](repeating: 0x78, count: 1 << 20)), count: 100)
            }
        ),
        Fault(
            "an endless stream",
            streamed: true,
            configure: { $0.limits.streamBytes = 1 << 20 },
            gets: .error(.responseTooLarge, text: "Hel", keeping: .status(200), .requestID),
            script: { _ in
                let comments = String(repeating: ": ping\n\n", count: 4000)
                return [Wire.streamHead, .chunk(Wire.content("Hel")), .forever([.chunk(comments)])]
            }
        ),
        Fault(
            "an event with too many JSON values for its size",
            streamed: true,
            gets: .error(.responseTooLarge, text: "Hel", keeping: .status(200), .requestID),
            command: .init(10, "too many values"),
            script: { _ in
                let zeros = String(repeating: "0,", count: 3_000_000)
                let event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"annotations\":[\(zeros)0]}}]}\n\n"
                return [Wire.streamHead, .chunk(Wire.content("Hel")), .chunk(event)]
            }
        ),
        Fault(
            "an event with endless data lines",
            streamed: true,
            configure: { $0.limits.eventBytes = 1 << 20 },
            gets: .error(.responseTooLarge, text: "Hel", keeping: .status(200), .requestID),
            script: { _ in
                let line = "data: " + String(repeating: "x", count: 60_000) + "\n"
                return [Wire.streamHead, .chunk(Wire.content("Hel")), .forever([.chunk(line)])]
            }
        ),
        Fault(
            "an event with endless empty data lines",
            streamed: true,
            configure: { $0.limits.eventBytes = 1 << 16 },
            gets: .error(.responseTooLarge, text: "Hel", keeping: .status(200), .requestID),
            script: { _ in
                let lines = String(repeating: "data\n", count: 10_000)
                return [Wire.streamHead, .chunk(Wire.content("Hel")), .forever([.chunk(lines)])]
            }
        ),
    ]

    // MARK: Non-streaming responses

    private static let otherAnswers: [Fault] = [
        Fault(
            "a non-streaming answer to a streaming request",
            streamed: true,
            variants: 3,
            gets: .answer(keeping: .usage),
            command: .init(0, variants: [0, 1, 2]),
            script: { moment in
                let types = ["application/json", "text/event-stream", "text/plain"]
                return [
                    Wire.head([
                        "content-type: \(types[moment.variant])", "content-length: \(Wire.completion.utf8.count)",
                    ]), .text(Wire.completion),
                ]
            }
        ),
        Fault(
            "a non-streaming answer to a streaming request, with a byte-order mark",
            streamed: true,
            variants: 2,
            gets: .answer(keeping: .usage),
            command: .init(0, variants: [1]),
            script: { moment in
                let types = ["application/json", "text/event-stream"]
                let body = "\u{FEFF}" + Wire.completion
                return [
                    Wire.head(["content-type: \(types[moment.variant])", "content-length: \(body.utf8.count)"]),
                    .text(body),
                ]
            }
        ),
        Fault(
            "a non-streaming answer to a streaming request, after 100 empty lines",
            streamed: true,
            gets: .answer(keeping: .usage),
            command: .init(0),
            script: { _ in
                let lines =
                    Array(repeating: [.chunk("\n"), .pause(.milliseconds(1))], count: 100) as [[FaultServer.Step]]
                let head = Wire.head(["content-type: application/json", "transfer-encoding: chunked"])
                return [head] + lines.joined() + [.chunk(Wire.completion), .lastChunk]
            }
        ),
        Fault(
            "a stream with an unexpected content type",
            streamed: true,
            variants: 2,
            gets: .answer(),
            command: .init(0, variants: [0]),
            script: { moment in
                let types = ["text/plain", "application/octet-stream"]
                return [
                    Wire.head(["content-type: \(types[moment.variant])", "transfer-encoding: chunked"]),
                    .chunk(Wire.hello.bytes), .lastChunk,
                ]
            }
        ),
        Fault(
            "an HTML page in response to a streaming request",
            streamed: true,
            variants: 2,
            gets: .error(.invalidResponse, keeping: .status(200), .body, .requestID),
            command: .init(1, "HTML or XML instead of a stream", variants: [0, 1]),
            script: { moment in
                let page = "<html>\(Wire.key)</html>"
                let types = ["text/html", "text/event-stream"]
                return [
                    Wire.head(["content-type: \(types[moment.variant])", "content-length: \(page.utf8.count)"]),
                    .text(page),
                ]
            }
        ),
        Fault(
            "an error with status 200 in response to a streaming request",
            streamed: true,
            gets: .error(.authentication, keeping: .status(200), .words, .requestID),
            command: .init(8, "the API key was rejected"),
            script: { _ in [Wire.whole("{\"error\":{\"message\":\"No: \(Wire.key)\",\"code\":401}}")] }
        ),
        Fault(
            "`{}` in response to a streaming request",
            streamed: true,
            gets: .error(.invalidResponse, keeping: .status(200), .body, .requestID),
            command: .init(1, "'choices' is missing"),
            script: { _ in [Wire.whole("{}")] }
        ),
    ]
}
