internal import Waiter

private typealias Wire = FaultWire

extension FaultTable {
    static let statuses: [Fault] =
        [
            status("400 Bad Request", .badRequest, exit: 1, "the server rejected the request"),
            status("401 Unauthorized", .authentication, exit: 8, "the API key was rejected"),
            status("403 Forbidden", .permissionDenied, exit: 8, "the API key lacks permission for this"),
            status("404 Not Found", .notFound, exit: 1, "no such path on the server"),
            status("408 Request Timeout", .timeout, attempts: 3, exit: 9, "the server timed out"),
            status("409 Conflict", .conflict, attempts: 3, exit: 1, "the server rejected the request"),
            status("413 Payload Too Large", .payloadTooLarge, exit: 1, "the server rejected the request"),
            status("422 Unprocessable Content", .unprocessable, exit: 1, "the server rejected the request"),
            status("429 Too Many Requests", .rateLimited, attempts: 3, exit: 6, "rate limit reached"),
            status("500 Internal Server Error", .server, attempts: 3, exit: 9, "server error"),
            status("501 Not Implemented", .server, exit: 9, "server error"),
            status("505 HTTP Version Not Supported", .server, exit: 9, "server error"),
            status("502 Bad Gateway", .server, attempts: 3, exit: 9, "server error"),
            status("503 Service Unavailable", .server, attempts: 3, exit: 9, "server error"),
            status("504 Gateway Timeout", .server, attempts: 3, exit: 9, "server error"),
            status("529 Overloaded", .server, attempts: 3, exit: 9, "server error"),
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

    // MARK: Causes given in the message

    private static let words: [Fault] = [
        Fault(
            "429 for an exceeded quota, with `x-should-retry: true`",
            gets: .error(.quotaExceeded, keeping: .status(429), .words, .requestID),
            command: .init(6, "the account's quota is exhausted"),
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
        overflow(
            "xAI",
            status: "400 Bad Request",
            """
            {"code":"Client specified an invalid argument","error":"This model's maximum prompt length is 131072 but the \
            request contains 537812 tokens."}
            """
        ),
        overflow(
            "Gemini",
            status: "400 Bad Request",
            """
            [{"error":{"code":400,"message":"The input token count (1196265) exceeds the maximum number of tokens allowed \
            (1048575).","status":"INVALID_ARGUMENT"}}]
            """
        ),
        overflow(
            "LM Studio",
            status: "400 Bad Request",
            """
            {"error":"The number of tokens to keep from the initial prompt is greater than the context length."}
            """
        ),
        overflow(
            "Kimi",
            status: "400 Bad Request",
            """
            {"error":{"message":"Invalid request: Your request exceeded model token limit: 262144 (requested: 566084)"}}
            """
        ),
        overflow(
            "Copilot",
            status: "400 Bad Request",
            """
            {"error":{"message":"prompt token count of 93854 exceeds the limit of 90000","param":"","code":"","type":""}}
            """
        ),
        Fault(
            "429 with a message about too many tokens",
            gets: .error(.rateLimited, attempts: 3, keeping: .status(429), .words, .requestID),
            command: .init(6, "rate limit reached"),
            script: { _ in
                [
                    Wire.whole(
                        #"{"message":"Too many tokens: reduce the length of the messages"}"#,
                        status: "429 Too Many Requests",
                        "retry-after-ms: 1"
                    )
                ]
            }
        ),
        Fault(
            "500 for unsupported image input",
            gets: .error(.unsupportedContent, keeping: .status(500), .words, .requestID),
            command: .init(1, "the model does not support images"),
            script: { _ in
                [
                    Wire.whole(
                        #"{"error":{"code":500,"message":"image input is not supported","type":"server_error"}}"#,
                        status: "500 Internal Server Error"
                    )
                ]
            }
        ),
        unknownModel("LiteLLM", "400 Bad Request", "Invalid model name passed in model=m. Call `/v1/models`"),
        unknownModel("OpenRouter", "400 Bad Request", "m is not a valid model ID"),
        unknownModel("DeepSeek", "400 Bad Request", "Model Not Exist"),
        unknownModel("Mistral", "400 Bad Request", "Invalid model: m"),
        unknownModel("Azure", "404 Not Found", "The API deployment for this resource does not exist."),
    ]

    private static func unknownModel(_ server: String, _ status: String, _ message: String) -> Fault {
        Fault(
            "an unknown model, as reported by \(server)",
            gets: .error(
                status.hasPrefix("404") ? .notFound : .badRequest,
                keeping: .status(Int(status.prefix(3)) ?? 0),
                .words,
                .requestID
            ),
            command: .init(5, "model 'm' not found", attempts: 2),
            script: { _ in [Wire.whole("{\"error\":{\"message\":\"\(message)\"}}", status: status)] }
        )
    }

    private static func overflow(_ server: String, status: String, _ body: String) -> Fault {
        Fault(
            "a context overflow, as reported by \(server)",
            gets: .error(.contextLengthExceeded, keeping: .status(Int(status.prefix(3)) ?? 0), .words, .requestID),
            command: .init(4, "exceeds the model's context"),
            script: { _ in [Wire.whole(body, status: status)] }
        )
    }

    // MARK: Errors without a message

    private static let bodiless: [Fault] = [
        Fault(
            "403 with an HTML page",
            gets: .error(.permissionDenied, keeping: .status(403), .body, .requestID),
            command: .init(8, "a firewall, a proxy or a VPN"),
            script: { _ in [Wire.whole("<html>Blocked \(Wire.key)</html>", status: "403 Forbidden")] }
        ),
        Fault(
            "502 with an HTML page",
            gets: .error(.server, attempts: 3, keeping: .status(502), .body, .requestID),
            command: .init(9, "server error"),
            script: { _ in
                [Wire.whole("<html>\(Wire.key)</html>", status: "502 Bad Gateway", "retry-after-ms: 1")]
            }
        ),
        Fault(
            "502 with an empty body",
            gets: .error(.server, attempts: 3, keeping: .status(502), .requestID),
            command: .init(9, "server error"),
            script: { _ in [Wire.whole("", status: "502 Bad Gateway", "retry-after-ms: 1")] }
        ),
        Fault(
            "401 with a truncated body",
            gets: .error(.authentication, keeping: .status(401), .body, .requestID),
            command: .init(8, "the API key was rejected"),
            script: { _ in
                [
                    .text("HTTP/1.1 401 Unauthorized\r\n\(Wire.requestID)\r\ncontent-length: 500\r\n\r\n{\"error\":"),
                    .close,
                ]
            }
        ),
        Fault(
            "401 with a body that stalls",
            passes: .total,
            gets: .error(.authentication, keeping: .status(401), .requestID),
            command: .init(8, "the API key was rejected", attempts: 1),
            script: { _ in
                [
                    .text("HTTP/1.1 401 Unauthorized\r\n\(Wire.requestID)\r\ncontent-length: 500\r\n\r\n{\"error\":"),
                    .stall,
                ]
            }
        ),
        Fault(
            "401 with a body that trickles forever",
            passes: .total,
            gets: .error(.authentication, keeping: .status(401), .requestID),
            command: .init(8, "the API key was rejected", attempts: 1),
            script: { _ in
                [
                    .text("HTTP/1.1 401 Unauthorized\r\n\(Wire.requestID)\r\ntransfer-encoding: chunked\r\n\r\n"),
                    .forever([.chunk(" "), .pause(.milliseconds(2))]),
                ]
            }
        ),
        Fault(
            "400 with a 100 MB body",
            gets: .error(.badRequest, keeping: .status(400), .body, .requestID),
            command: .init(1, "the server rejected the request"),
            script: { _ in
                [.text("HTTP/1.1 400 Bad Request\r\n\(Wire.requestID)\r\ncontent-length: 104857600\r\n\r\n")]
                    + Array(repeating: .bytes([UInt8](repeating: 0x78, count: 1 << 20)), count: 100)
            }
        ),
    ]
}
