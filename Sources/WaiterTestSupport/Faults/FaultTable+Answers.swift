internal import Waiter

private typealias Wire = FaultWire

extension FaultTable {
    /// The rows for answers with unusual finish reasons, errors disguised as answers, and provider-specific formats.
    static let answers: [Fault] = reasons + failures + forms + framing

    // MARK: Finish reasons

    private static let reasons: [Fault] = [
        ends(
            "a finish reason for a token limit",
            ["length", "max_tokens", "MAX_TOKENS", "model_length", "max_output_tokens"],
            exit: 10,
            "truncated at the token limit"
        ),
        ends(
            "a finish reason for a content filter",
            ["content_filter", "content-filter", "SAFETY", "RECITATION", "sensitive", "refusal", "BLOCKLIST"],
            exit: 3,
            "content filter"
        ),
        ends("an unknown finish reason", ["new", "Stopp"], exit: 10, "finish reason"),
        ends(
            "a finish reason for a complete answer",
            ["eos", "end_turn", "STOP", "stop_sequence", ""],
            exit: 0,
            ""
        ),
        Fault(
            "a finish reason for a failure",
            streamed: true,
            variants: failed.count,
            gets: .error(.streamError, text: "Hello", keeping: .status(200), .requestID),
            command: .init(10, "finish reason", variants: Array(failed.indices)),
            script: { ending(with: failed[$0.variant]) }
        ),
        Fault(
            "a finish reason for a failure, without streaming",
            gets: .error(.streamError, text: "Hello", keeping: .status(200), .body, .requestID),
            command: .init(10, "finish reason 'error'"),
            script: { _ in [whole(#""finish_reason":"error","message":{"content":"Hello"}"#)] }
        ),
    ]

    private static let failed = ["error", "network_error", "insufficient_system_resource", "abort"]

    private static func ends(_ name: String, _ reasons: [String], exit: Int32, _ says: String) -> Fault {
        Fault(
            name,
            streamed: true,
            variants: reasons.count,
            gets: .answer(),
            command: .init(exit, says, variants: Array(reasons.indices)),
            script: { ending(with: reasons[$0.variant]) }
        )
    }

    private static func ending(with reason: String) -> [FaultServer.Step] {
        Wire.stream(Wire.content("Hello"), Wire.delta("{}", finish: "\"\(reason)\""), Wire.done)
    }

    // MARK: Errors disguised as answers

    private static let failures: [Fault] = [
        Fault(
            "an empty `choices` array",
            gets: .error(.invalidResponse, keeping: .status(200), .body, .requestID),
            command: .init(1, "no choices"),
            script: { _ in [Wire.whole(#"{"id":"c1","choices":[]}"#)] }
        ),
        Fault(
            "`[DONE]` without chunks",
            streamed: true,
            gets: .error(.invalidResponse, keeping: .status(200), .requestID),
            command: .init(1, "no choices"),
            script: { _ in Wire.stream(Wire.done) }
        ),
        Fault(
            "usage and `[DONE]` without a choice",
            streamed: true,
            gets: .error(.invalidResponse, keeping: .status(200), .usage, .requestID),
            command: .init(1, "no choices"),
            script: { _ in Wire.stream(Wire.usage, Wire.done) }
        ),
        Fault(
            "an error inside a choice",
            streamed: true,
            gets: .error(.streamError, text: "Hello", keeping: .status(200), .words, .requestID),
            command: .init(10, "upstream timed out"),
            script: { _ in
                let choice =
                    #"{"index":0,"delta":{"content":"lo"},"finish_reason":"error","#
                    + "\"error\":{\"message\":\"upstream timed out \(Wire.key)\",\"code\":504}}"
                return Wire.stream(Wire.content("Hel"), Wire.event("{\"choices\":[\(choice)]}"), Wire.done)
            }
        ),
        Fault(
            "an error inside a choice, without streaming",
            gets: .error(.server, text: "Hello", keeping: .status(200), .words, .body, .requestID),
            command: .init(10, "upstream timed out"),
            script: { _ in
                [
                    whole(
                        #""message":{"content":"Hello"},"finish_reason":null,"error":{"message":"upstream timed out"}"#
                    )
                ]
            }
        ),
        Fault(
            "an error event with plain text as its data",
            streamed: true,
            gets: .error(.streamError, text: "Hel", keeping: .status(200), .words, .requestID),
            command: .init(10, "worker was killed"),
            script: { _ in
                Wire.stream(Wire.content("Hel"), "event: error\ndata: worker was killed \(Wire.key)\n\n", Wire.done)
            }
        ),
    ]

    private static func whole(_ choice: String) -> FaultServer.Step {
        Wire.whole("{\"id\":\"c1\",\"choices\":[{\"index\":0,\(choice)}]}")
    }

    // MARK: Forms

    private static let forms: [Fault] = [
        form(
            "chunks with `message` instead of `delta`",
            [#"{"message":{"content":"Hel"}}"#, #"{"message":{"content":"lo"}}"#]
        ),
        form("chunks with `text` instead of `delta`", [#"{"text":"Hel"}"#, #"{"text":"lo"}"#]),
        form(
            "chunks whose `message` repeats their `delta`",
            [
                #"{"delta":{"content":"Hel"},"message":{"content":"Hel"}}"#,
                #"{"message":{"content":"Hello"},"delta":{"content":"lo"}}"#, #"{"message":{"content":"Hello"}}"#,
            ]
        ),
        form(
            "content parts, including reasoning",
            [
                #"{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]}]}}"#,
                #"{"delta":{"content":[{"type":"text","text":"Hel"},{"type":"reference","reference_ids":[1]}]}}"#,
                #"{"delta":{"content":"lo"}}"#,
            ]
        ),
        form(
            "reasoning in a `<think>` block before the text",
            [
                #"{"delta":{"content":"<thi"}}"#, #"{"delta":{"content":"nk>\nHm</th"}}"#,
                #"{"delta":{"content":"ink>\n\nHel"}}"#, #"{"delta":{"content":"lo"}}"#,
            ]
        ),
        form(
            "optional fields of the wrong type",
            [
                #"{"logprobs":-0.003,"delta":{"content":"Hel","tool_calls":{},"annotations":"none","audio":[]}}"#,
                #"{"delta":[]}"#, #"{"finish_reason":7,"delta":{"content":"lo","function_call":1,"role":[]}}"#,
            ]
        ),
    ]

    private static func form(_ name: String, _ choices: [String]) -> Fault {
        Fault(
            name,
            streamed: true,
            gets: .answer(),
            command: .init(0),
            script: { _ in
                Wire.stream(choices.map { Wire.event("{\"choices\":[\($0)]}") }.joined(), Wire.finished, Wire.done)
            }
        )
    }

    // MARK: Framing

    private static let framing: [Fault] = [
        Fault(
            "gateway comments sent as data",
            streamed: true,
            gets: .answer(),
            command: .init(0),
            script: { _ in
                let comment = "data: : OPENROUTER PROCESSING\n\n"
                return Wire.stream(comment, Wire.content("Hello"), comment, Wire.finished, Wire.done)
            }
        ),
        Fault(
            "events separated by one line break, split at each possible byte",
            streamed: true,
            variants: oneLine.count,
            gets: .answer(),
            command: .init(0, variants: [0, 40, 100]),
            script: { halves(of: oneLine, at: $0.variant) }
        ),
    ]

    private static let oneLine = Array(Wire.hello.joined().replacing("\n\n", with: "\n").utf8)
}
