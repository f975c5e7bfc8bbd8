internal import Waiter

private typealias Wire = FaultWire

extension FaultTable {
    static let bodies: [Fault] =
        [
            notJSON("an HTML page with status 200", "<html>\(Wire.key)</html>", says: "HTML or XML"),
            notJSON("an empty body with status 200", "", says: "empty response"),
            notJSON("`{}`", "{}", says: "'choices' is missing"),
            notJSON("`null`", "null", says: "does not match the expected format"),
            notJSON("an array", "[]", says: "does not match the expected format"),
            notJSON("plain text", "OK \(Wire.key)", says: "non-JSON response"),
            notJSON(
                "an event stream in response to a non-streaming request",
                Wire.hello.joined(),
                says: "non-JSON response"
            ),
            Fault(
                "an error object with status 200",
                gets: .error(.server, keeping: .status(200), .words, .requestID),
                command: .init(9, "server error"),
                script: { _ in [Wire.whole("{\"error\":{\"message\":\"No: \(Wire.key)\"}}")] }
            ),
            Fault(
                "JSON truncated at each possible byte",
                variants: Wire.completion.utf8.count,
                gets: .error(.invalidResponse, keeping: .status(200), .requestID),
                command: .init(1, variants: [0, 1, 100, 200]),
                script: { [Wire.whole(String(Wire.completion.prefix($0.variant)))] }
            ),
            Fault(
                "a body shorter than its content length, cut at each possible byte",
                variants: Wire.completion.utf8.count,
                gets: .error(.connection, keeping: .status(200), .failure(.reset), .requestID),
                command: .init(9, "connection lost", variants: [0, 100]),
                script: { moment in
                    let length = "content-length: \(Wire.completion.utf8.count)"
                    return [Wire.head([length]), .text(String(Wire.completion.prefix(moment.variant))), .close]
                }
            ),
            Fault(
                "a body longer than its content length",
                gets: .error(.invalidResponse, keeping: .status(200), .requestID),
                command: .init(1, "malformed"),
                script: { _ in [Wire.head(["content-length: 100"]), .text(Wire.completion)] }
            ),
            Fault(
                "a chunked body truncated at each possible byte",
                variants: chunked.count,
                gets: .error(.connection, keeping: .status(200), .requestID),
                command: .init(9, variants: [0, 50]),
                script: {
                    [Wire.head(["transfer-encoding: chunked"]), .bytes(Array(chunked.prefix($0.variant))), .close]
                }
            ),
            Fault(
                "a chunked body with an invalid chunk size",
                gets: .error(.connection, keeping: .status(200), .requestID),
                command: .init(9),
                script: { _ in [Wire.head(["transfer-encoding: chunked"]), .text("xyz\r\n{}"), .close] }
            ),
            Fault(
                "an answer with an unexpected content type",
                variants: 4,
                gets: .answer(keeping: .usage),
                command: .init(0, variants: [0, 3]),
                script: { moment in
                    let types = ["text/plain", "text/html", "application/octet-stream", "x"]
                    let length = "content-length: \(Wire.completion.utf8.count)"
                    return [Wire.head(["content-type: \(types[moment.variant])", length]), .text(Wire.completion)]
                }
            ),
        ] + endless + compressed

    private static func notJSON(_ name: String, _ body: String, says: String) -> Fault {
        Fault(
            name,
            gets: .error(.invalidResponse, keeping: .status(200), .requestID),
            command: .init(1, says),
            script: { _ in [Wire.whole(body)] }
        )
    }

    /// A completion in two chunks, without the last byte of the terminator.
    private static let chunked: [UInt8] = {
        let half = Wire.completion.utf8.count / 2
        let pieces = [Wire.completion.prefix(half), Wire.completion.dropFirst(half)]
        let framed = pieces.map { String($0.utf8.count, radix: 16) + "\r\n" + $0 + "\r\n" }.joined() + "0\r\n\r"
        return Array(framed.utf8)
    }()

    // MARK: Oversized and endless bodies

    private static let endless: [Fault] = [
        Fault(
            "an endless body",
            configure: { $0.limits.responseBytes = 1 << 20 },
            gets: .error(.responseTooLarge, keeping: .status(200), .requestID),
            script: { _ in
                [Wire.head(["transfer-encoding: chunked"]), .forever([.chunk(String(repeating: " ", count: 60_000))])]
            }
        ),
        Fault(
            "a body that trickles forever",
            passes: .total,
            gets: .error(.timeout, keeping: .status(200), .deadline(.total), .requestID),
            command: .init(9, "raise --timeout", arguments: ["--timeout", "0.5"]),
            script: { _ in
                [Wire.head(["transfer-encoding: chunked"]), .forever([.chunk(" "), .pause(.milliseconds(2))])]
            }
        ),
        Fault(
            "a body that stalls",
            passes: .idle,
            gets: .error(.timeout, keeping: .status(200), .deadline(.idle), .requestID),
            command: .init(9, "raise --timeout", arguments: ["--timeout", "0.5"]),
            script: { _ in [Wire.head(["content-length: 100"]), .text("{\"id\":"), .stall] }
        ),
        Fault(
            "2 MB of whitespace, within the limit",
            gets: .error(.invalidResponse, keeping: .status(200), .requestID),
            script: { _ in
                [Wire.head(["content-length: 2097152"])]
                    + Array(repeating: .bytes([UInt8](repeating: 0x20, count: 1 << 20)), count: 2)
            }
        ),
    ]

    // MARK: Compression

    private static let compressed: [Fault] = [
        Fault(
            "a gzip-compressed answer",
            gets: .answer(keeping: .usage),
            command: .init(0),
            script: { _ in Wire.encoded(Gzip.stored(Wire.completion), "content-encoding: gzip") }
        ),
        Fault(
            "an unsupported content encoding",
            gets: .error(.invalidResponse, keeping: .status(200), .requestID),
            command: .init(1, "'br'"),
            script: { _ in Wire.encoded([0x0B, 0x02, 0x80], "content-encoding: br") }
        ),
        Fault(
            "a gzip-compressed answer truncated at each possible byte",
            variants: Gzip.stored(Wire.completion).count - 8,
            gets: .error(.connection, keeping: .status(200), .requestID),
            command: .init(9, variants: [100]),
            script: { Wire.encoded(Array(Gzip.stored(Wire.completion).prefix($0.variant)), "content-encoding: gzip") }
        ),
        Fault(
            "an uncompressed answer labeled as gzip",
            gets: .error(.connection, keeping: .status(200), .requestID),
            command: .init(9),
            script: { _ in Wire.encoded(Array(Wire.completion.utf8), "content-encoding: gzip") }
        ),
        Fault(
            "a gzip bomb",
            configure: { $0.limits.responseBytes = 1 << 20 },
            gets: .error(.responseTooLarge, keeping: .status(200), .requestID),
            script: { _ in Wire.encoded(Gzip.bomb, "content-encoding: gzip") }
        ),
        Fault(
            "a gzip-compressed stream",
            streamed: true,
            gets: .answer(),
            command: .init(0),
            script: { _ in
                let body = Gzip.stored(Wire.hello.joined())
                return [
                    Wire.head([
                        "content-type: text/event-stream", "content-encoding: gzip", "content-length: \(body.count)",
                    ])
                ] + [.bytes(body)]
            }
        ),
    ]
}
