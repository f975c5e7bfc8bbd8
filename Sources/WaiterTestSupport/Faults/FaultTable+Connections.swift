internal import Waiter

private typealias Wire = FaultWire

extension FaultTable {
    static let connections: [Fault] = [
        Fault(
            "a port without a listener",
            at: .closedPort,
            gets: .error(.connection, attempts: 3, keeping: .failure(.refused)),
            command: .init(9, "connection failed", arguments: ["--retries", "0"])
        ),
        Fault(
            "a host name that does not resolve",
            at: .unknownHost,
            gets: .error(.connection, attempts: 3, keeping: .failure(.dns)),
            command: .init(9, "unknown host", arguments: ["--retries", "0"])
        ),
        Fault(
            "an https URL for a server without TLS",
            at: .serverWithTLS,
            greeting: { _ in [.text("HTTP/1.1 400 Bad Request\r\n\r\n"), .halfClose, .stall] },
            gets: .error(.connection, requests: 1...1, keeping: .failure(.tls)),
            command: .init(9, "TLS connection failed", arguments: ["--retries", "0"])
        ),
        Fault(
            "a TLS handshake that never completes",
            at: .serverWithTLS,
            greeting: { _ in [.stall] },
            passes: .connect,
            gets: .error(.timeout, attempts: 3, requests: 1...1, keeping: .deadline(.connect)),
            command: .init(9, "(127.0.0.1:", arguments: ["--retries", "0", "--timeout", "0.3"])
        ),
        Fault(
            "a connection closed on accept",
            greeting: { _ in [.close] },
            // If a connection is closed before the request is written to it, the connection is replaced once per call.
            gets: .error(.connection, attempts: 3, requests: 3...4),
            command: .init(9, "", arguments: ["--retries", "0"], attempts: 1)
        ),
        Fault(
            "a connection reset on accept",
            greeting: { _ in [.reset] },
            // If a connection is closed before the request is written to it, the connection is replaced once per call.
            gets: .error(.connection, attempts: 3, requests: 3...4),
            command: .init(9, "", arguments: ["--retries", "0"], attempts: 1)
        ),
        Fault(
            "a connection closed after the request",
            gets: .error(.connection, attempts: 3, keeping: .failure(.reset)),
            command: .init(9, "connection lost", arguments: ["--retries", "0"], attempts: 1),
            script: { _ in [.close] }
        ),
        Fault(
            "a connection reset after the request",
            gets: .error(.connection, attempts: 3, keeping: .failure(.reset)),
            command: .init(9, "connection lost", arguments: ["--retries", "0"], attempts: 1),
            script: { _ in [.reset] }
        ),
        Fault(
            "a request without a response",
            passes: .idle,
            gets: .error(.timeout, keeping: .deadline(.idle)),
            command: .init(9, "raise --timeout", arguments: ["--timeout", "0.3"]),
            script: { _ in [.stall] }
        ),
        Fault(
            "a request without a response, with a first-content deadline",
            passes: .firstContent,
            gets: .error(.timeout, keeping: .deadline(.firstContent)),
            script: { _ in [.stall] }
        ),
        Fault(
            "an endless response head, sent slowly",
            passes: .firstContent,
            gets: .error(.timeout, keeping: .deadline(.firstContent)),
            command: .init(9, "raise --timeout", arguments: ["--timeout", "0.3"]),
            script: { _ in [.text("HTTP/1.1 200 OK\r\nx-slow: "), .forever([.text("x"), .pause(.milliseconds(2))])] }
        ),
        Fault(
            "an endless response head, sent at full speed",
            gets: .error(.connection, attempts: 3),
            command: .init(9, "connection failed", arguments: ["--retries", "0"], attempts: 1),
            script: { _ in
                let line = "x-filler: " + String(repeating: "x", count: 1000) + "\r\n"
                return [.text("HTTP/1.1 200 OK\r\n"), .forever([.text(String(repeating: line, count: 64))])]
            }
        ),
        Fault(
            "a protocol other than HTTP",
            gets: .error(.connection, attempts: 3, keeping: .failure(.other)),
            command: .init(9, "the server does not speak HTTP", arguments: ["--retries", "0"], attempts: 1),
            script: { _ in [.text("SSH-2.0-OpenSSH\r\n"), .close] }
        ),
        Fault(
            "a response head with bare line feeds",
            gets: .error(.connection, keeping: .failure(.other)),
            command: .init(9, "bare line feeds", attempts: 1),
            script: { _ in
                [.text("HTTP/1.1 200 OK\ncontent-length: \(Wire.completion.utf8.count)\n\n\(Wire.completion)")]
            }
        ),
        Fault(
            "a response head truncated at each possible byte",
            variants: cutHead.count,
            gets: .error(.connection, attempts: 3),
            command: .init(9, arguments: ["--retries", "0"], attempts: 1, variants: [0, 10, 30]),
            script: { [.bytes(Array(cutHead.prefix($0.variant))), .close] }
        ),
        Fault(
            "an informational response (103) before the answer",
            gets: .answer(),
            command: .init(0),
            script: { _ in
                [.text("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"), Wire.whole(Wire.completion)]
            }
        ),
        Fault(
            "an answer terminated by closing the connection",
            variants: 3,
            gets: .answer(),
            command: .init(0),
            script: { _ in
                [Wire.head(["content-type: application/json"]), .text(Wire.completion), .halfClose, .close]
            }
        ),
        Fault(
            "a server that fails twice, then answers",
            gets: .answer(attempts: 3),
            command: .init(0, "attempt 3 of 3"),
            script: {
                $0.attempt < 2
                    ? [Wire.refusal("503 Service Unavailable", "retry-after-ms: 1")] : [Wire.whole(Wire.completion)]
            }
        ),
    ]

    /// The head of a response without its last byte.
    private static let cutHead = Array(
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r".utf8
    )
}
