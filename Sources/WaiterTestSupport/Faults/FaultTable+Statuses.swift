internal import Waiter

private typealias Wire = FaultWire

extension FaultTable {
    static let statuses: [Fault] =
        [
            status("400 Bad Request", .badRequest, exit: 1, "the server refused the request"),
            status("401 Unauthorized", .authentication, exit: 8, "the key was refused"),
            status("403 Forbidden", .permissionDenied, exit: 8, "the key may not do this"),
            status("404 Not Found", .notFound, exit: 1, "the server knows no such path"),
            status("408 Request Timeout", .timeout, attempts: 3, exit: 9, "the server gave up waiting"),
            status("409 Conflict", .conflict, attempts: 3, exit: 1, "the server refused the request"),
            status("413 Payload Too Large", .payloadTooLarge, exit: 1, "the server refused the request"),
            status("422 Unprocessable Content", .unprocessable, exit: 1, "the server refused the request"),
            status("429 Too Many Requests", .rateLimited, attempts: 3, exit: 6, "the rate limit is reached"),
            status("500 Internal Server Error", .server, attempts: 3, exit: 9, "the server failed"),
            status("502 Bad Gateway", .server, attempts: 3, exit: 9, "the server failed"),
            status("503 Service Unavailable", .server, attempts: 3, exit: 9, "the server failed"),
            status("504 Gateway Timeout", .server, attempts: 3, exit: 9, "the server failed"),
            status("529 Overloaded", .server, attempts: 3, exit: 9, "the server failed"),
        ] + words + bodiless

    private static func status(
        _ status: String,
        _ code: OpenAIError.Code,
        attempts: Int = 1,
        exit: Int32,
        _ says: String
    ) -> Fault {
        let number = Int(status.prefix(3)) ?? 0
        return Fault(
            status,
            gets: .error(code, attempts: attempts, keeping: .status(number), .words, .requestID, .body),
            command: .init(exit, says),
            script: { _ in [Wire.refusal(status, "retry-after-ms: 1")] }
        )
    }

    // MARK: Causes in words

    private static let words: [Fault] = [
        Fault(
            "429 for a quota that is used up, though retries are invited",
            gets: .error(.quotaExceeded, keeping: .status(429), .words, .requestID),
            command: .init(6, "the account's quota is used up"),
            script: { _ in
                [Wire.refusal("429 Too Many Requests", code: "insufficient_quota", "x-should-retry: true")]
            }
        ),
        overflow(
            "OpenAI",
            status: "400 Bad Request",
            """
            {"error":{"message":"This model's maximum context length is 8192 tokens.","type":"invalid_request_error",\
            "param":"messages","code":"context_length_exceeded"}}
            """
        ),
        overflow(
            "llama.cpp",
            status: "400 Bad Request",
            """
            {"error":{"code":400,"message":"request (9 tokens) exceeds the available context size (8 tokens), try \
            increasing it","type":"exceed_context_size_error","n_prompt_tokens":9,"n_ctx":8}}
            """
        ),
        overflow(
            "vLLM",
            status: "400 Bad Request",
            """
            {"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested \
            5000 tokens","type":"BadRequestError","param":null,"code":400}
            """
        ),
        overflow(
            "Ollama",
            status: "500 Internal Server Error",
            """
            {"error":"input length exceeds the context length"}
            """
        ),
    ]

    private static func overflow(_ server: String, status: String, _ body: String) -> Fault {
        Fault(
            "a context that is full, in the words of \(server)",
            gets: .error(.contextLengthExceeded, keeping: .status(Int(status.prefix(3)) ?? 0), .words, .requestID),
            command: .init(4, "does not fit into the model's context"),
            script: { _ in [Wire.whole(body, status: status)] }
        )
    }

    // MARK: No words at all

    private static let bodiless: [Fault] = [
        Fault(
            "502 with a web page",
            gets: .error(.server, attempts: 3, keeping: .status(502), .body, .requestID),
            command: .init(9, "the server failed"),
            script: { _ in
                [Wire.whole("<html>\(Wire.key)</html>", status: "502 Bad Gateway", "retry-after-ms: 1")]
            }
        ),
        Fault(
            "502 without a word",
            gets: .error(.server, attempts: 3, keeping: .status(502), .requestID),
            command: .init(9, "the server failed"),
            script: { _ in [Wire.whole("", status: "502 Bad Gateway", "retry-after-ms: 1")] }
        ),
        Fault(
            "401 whose body breaks off",
            gets: .error(.authentication, keeping: .status(401), .body, .requestID),
            command: .init(8, "the key was refused"),
            script: { _ in
                [
                    .text("HTTP/1.1 401 Unauthorized\r\n\(Wire.requestID)\r\ncontent-length: 500\r\n\r\n{\"error\":"),
                    .close,
                ]
            }
        ),
        Fault(
            "401 whose body does not end",
            passes: .total,
            gets: .error(.authentication, keeping: .status(401), .requestID),
            command: .init(8, "the key was refused", arguments: ["--timeout", "2"]),
            script: { _ in
                [
                    .text("HTTP/1.1 401 Unauthorized\r\n\(Wire.requestID)\r\ncontent-length: 500\r\n\r\n{\"error\":"),
                    .stall,
                ]
            }
        ),
        Fault(
            "400 with a body of 100 MB",
            gets: .error(.badRequest, keeping: .status(400), .body, .requestID),
            command: .init(1, "the server refused the request"),
            script: { _ in
                [.text("HTTP/1.1 400 Bad Request\r\n\(Wire.requestID)\r\ncontent-length: 104857600\r\n\r\n")]
                    + Array(repeating: .bytes([UInt8](repeating: 0x78, count: 1 << 20)), count: 100)
            }
        ),
    ]
}
