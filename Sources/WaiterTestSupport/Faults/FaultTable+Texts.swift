internal import Waiter

private typealias Wire = FaultWire

extension FaultTable {
    static let texts: [Fault] =
        [
            answer("a byte-order mark before the answer", text: "Hello", Array("\u{FEFF}".utf8) + completion("Hello")),
            answer("invalid UTF-8", text: "H\u{FFFD}llo", completion(around: [0xC3])),
            answer("an unpaired surrogate", text: "H\u{FFFD}llo", completion(#"H\ud83dllo"#)),
            answer("a surrogate pair", text: "H😀llo", completion(#"H\ud83d\ude00llo"#)),
            answer(
                "raw control characters in a string",
                text: "H\u{1}\tllo",
                completion("H\u{1}\tllo"),
                piped: "H\u{1}\tllo\n"
            ),
            answer(
                "a duplicate key; the last value is used",
                text: "Hello",
                Array(#"{"choices":[],"choices":[{"message":{"content":"No"},"message":{"content":"Hello"}}]}"#.utf8)
            ),
            answer(
                "numbers that overflow 64 bits",
                text: "Hello",
                Array(
                    (#"{"created":99999999999999999999999999,"usage":{"prompt_tokens":1e400,"completion_tokens":-1e400},"#
                        + #""choices":[{"index":-99999999999999999999,"message":{"content":"Hello"}}]}"#).utf8
                )
            ),
            answer(
                "NaN and Infinity, as Python serializes them",
                text: "Hello",
                Array(#"{"created":NaN,"x":-Infinity,"choices":[{"message":{"content":"Hello"},"y":Infinity}]}"#.utf8)
            ),
            answer(
                "unknown fields, roles, types and finish reasons",
                text: "Hello",
                Array(
                    (#"{"object":"new","of":{"tomorrow":[1]},"choices":[{"finish_reason":"new","message":{"role":"new","#
                        + #""content":"Hello","annotations":[{"type":"new"}],"tool_calls":[]}}],"service_tier":"new"}"#)
                        .utf8
                ),
                exit: 10,
                "an unknown finish reason, 'new',"
            ),
            answer(
                "an answer with no fields except the text",
                text: "Hello",
                Array(#"{"choices":[{"message":{"content":"Hello"}}]}"#.utf8)
            ),
            nested("100,000 nested arrays", String(repeating: "[", count: 100_000)),
            nested("100,000 nested objects", String(repeating: #"{"a":"#, count: 100_000)),
            nested(
                "100,000 nested arrays in an unused field",
                #"{"x":"# + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000) + "}"
            ),
            Fault(
                "100,000 nested arrays in an event",
                streamed: true,
                gets: .error(.invalidResponse, text: "Hel", keeping: .status(200), .body, .requestID),
                command: .init(10, "nested deeper"),
                script: { _ in
                    Wire.stream(Wire.content("Hel"), Wire.event("{\"x\":" + String(repeating: "[", count: 100_000)))
                }
            ),
            Fault(
                "a stream with a byte-order mark, split at each possible byte",
                streamed: true,
                variants: marked.count,
                gets: .answer(),
                command: .init(0, variants: [1]),
                script: { halves(of: marked, at: $0.variant) }
            ),
            Fault(
                "a stream with multi-byte characters, split at each possible byte",
                streamed: true,
                variants: several.count,
                gets: .answer("Hé😀llo"),
                command: .init(0, variants: [58, 59, 60, 61, 62, 63]),
                script: { halves(of: several, at: $0.variant) }
            ),
            Fault(
                "a stream sent one byte at a time",
                streamed: true,
                gets: .answer("Hé😀llo"),
                command: .init(0),
                script: { _ in [Wire.closingStreamHead] + several.map { .bytes([$0]) } + [.close] }
            ),
            Fault(
                "a stream with invalid UTF-8, split at each possible byte",
                streamed: true,
                variants: invalid.count,
                gets: .answer("H\u{FFFD}llo"),
                command: .init(0),
                script: { halves(of: invalid, at: $0.variant) }
            ),
            Fault(
                "a surrogate pair split across two events",
                streamed: true,
                gets: .answer("H😀llo"),
                command: .init(0),
                script: { _ in
                    Wire.stream(Wire.content(#"H\ud83d"#), Wire.content(#"\ude00llo"#), Wire.finished, Wire.done)
                }
            ),
            Fault(
                "an unpaired surrogate at the end of a stream",
                streamed: true,
                gets: .answer("H\u{FFFD}"),
                command: .init(0),
                script: { _ in Wire.stream(Wire.content(#"H\ud83d"#), Wire.finished, Wire.done) }
            ),
        ]

    private static func answer(
        _ name: String,
        text: String,
        _ body: [UInt8],
        piped: String? = nil,
        exit: Int32 = 0,
        _ says: String = ""
    ) -> Fault {
        Fault(
            name,
            gets: .answer(text),
            command: .init(exit, says, output: piped),
            script: { _ in Wire.encoded(body) }
        )
    }

    private static func nested(_ name: String, _ body: String) -> Fault {
        Fault(
            name,
            gets: .error(.invalidResponse, keeping: .status(200), .body, .requestID),
            command: .init(1, "nested deeper"),
            script: { _ in [Wire.whole(body)] }
        )
    }

    private static func completion(_ text: String) -> [UInt8] {
        Array("{\"choices\":[{\"message\":{\"content\":\"\(text)\"},\"finish_reason\":\"stop\"}]}".utf8)
    }

    /// Returns a completion whose text contains raw bytes that may be invalid UTF-8.
    private static func completion(around bytes: [UInt8]) -> [UInt8] {
        let whole = completion("H|llo")
        let place = whole.firstIndex(of: UInt8(ascii: "|")) ?? 0
        return whole[..<place] + bytes + whole[(place + 1)...]
    }

    // MARK: Streams in two chunks

    private static let marked = Array("\u{FEFF}".utf8) + Wire.hello.bytes
    private static let several = [Wire.content("Hé😀llo"), Wire.finished, Wire.done].bytes
    private static let invalid: [UInt8] = {
        let whole = [Wire.content("H|llo"), Wire.finished, Wire.done].bytes
        let place = whole.firstIndex(of: UInt8(ascii: "|")) ?? 0
        return whole[..<place] + [0xF0, 0x9F] + whole[(place + 1)...]
    }()

    static func halves(of bytes: [UInt8], at place: Int) -> [FaultServer.Step] {
        [Wire.streamHead, .chunk(Array(bytes[..<place])), .chunk(Array(bytes[place...])), .lastChunk]
    }
}
