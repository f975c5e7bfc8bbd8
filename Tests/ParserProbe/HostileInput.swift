import HTTPTypes
import Waiter
import WaiterTesting

/// An input of any size with the highest known cost for a parser.
struct HostileInput: Sendable {
    let name: String
    /// Returns an input of approximately this many bytes.
    let bytes: @Sendable (Int) -> [UInt8]
    /// Passes it to its parser and returns a short description of the outcome.
    let parse: @Sendable ([UInt8]) async -> String

    /// Returns a prefix, a repeated unit, and a suffix.
    static func repeated(_ head: String, _ unit: String, _ tail: String) -> @Sendable (Int) -> [UInt8] {
        { size in
            let (head, unit, tail) = (Array(head.utf8), Array(unit.utf8), Array(tail.utf8))
            let count = max(1, (size - head.count - tail.count) / unit.count)
            return [UInt8](unsafeUninitializedCapacity: head.count + count * unit.count + tail.count) {
                buffer,
                length in
                for byte in head { (buffer[length], length) = (byte, length + 1) }
                for _ in 0..<count { for byte in unit { (buffer[length], length) = (byte, length + 1) } }
                for byte in tail { (buffer[length], length) = (byte, length + 1) }
            }
        }
    }

    static let all: [HostileInput] = [
        trees, answers, streams, vectors, lists, validations, typedAnswers, tools, protocolMessages,
    ].flatMap { $0 }

    // MARK: Untyped JSON

    /// Small on the wire and large in memory.
    private static let units = [
        "0", "[]", "{}", #""""#, "[0]", "[[]]", #"{"":0}"#, "1e1", #""0123456789abcdef""#, "null",
    ]

    private static let trees: [HostileInput] =
        units.map { unit in
            HostileInput(name: "untyped \(unit)", bytes: repeated("[", unit + ",", "0]"), parse: untyped)
        } + [
            HostileInput(name: "untyped nested", bytes: repeated("[", nest + ",", "0]"), parse: untyped),
            HostileInput(name: "untyped members", bytes: members, parse: untyped),
            HostileInput(name: "untyped digits", bytes: repeated("[1", "0", "]"), parse: untyped),
            HostileInput(name: "untyped fraction", bytes: repeated("[0.", "1", "]"), parse: untyped),
            HostileInput(name: "untyped white space", bytes: repeated("[", " ", "0]"), parse: untyped),
            HostileInput(name: "untyped escapes", bytes: repeated(#"[""#, #"\u0041"#, #""]"#), parse: untyped),
            HostileInput(name: "untyped unfinished", bytes: repeated("[", "0,", ""), parse: untyped),
        ]

    private static let nest = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)

    @Sendable
    private static func members(_ size: Int) -> [UInt8] {
        var text: [UInt8] = [UInt8(ascii: "{")]
        text.reserveCapacity(size)
        var number = 0
        while text.count < size - 16 {
            text += #""\#(number)":0,"#.utf8
            number += 1
        }
        return text + #""":0}"#.utf8
    }

    @Sendable
    private static func untyped(_ bytes: [UInt8]) async -> String {
        await outcome { () async throws -> JSONValue in
            try await client(bytes, "application/json").request(.get, "/x", as: JSONValue.self).value
        }
    }

    // MARK: Answers

    private static let answers: [HostileInput] =
        units.map { unit in
            HostileInput(name: "annotations \(unit)", bytes: answer("annotations", "[", unit + ",", "0]"), parse: chat)
        } + [
            HostileInput(name: "unknown member 0", bytes: answer("x", "[", "0,", "0]"), parse: chat),
            HostileInput(name: "unknown member 1e1", bytes: answer("x", "[", "1e1,", "0]"), parse: chat),
            HostileInput(name: "tool calls {}", bytes: answer("tool_calls", "[", "{},", "{}]"), parse: chat),
            HostileInput(
                name: "tool calls, small",
                bytes: answer("tool_calls", "[", #"{"type":"function","function":{}},"#, "{}]"),
                parse: chat
            ),
            HostileInput(
                name: "images",
                bytes: answer("images", "[", #"{"type":"image_url","image_url":{"url":""}},"#, "0]"),
                parse: chat
            ),
            HostileInput(name: "content, text", bytes: answer("content", #"""#, "0123456789", #"""#), parse: chat),
            HostileInput(name: "content, escapes", bytes: answer("content", #"""#, #"\n\u00e9"#, #"""#), parse: chat),
            HostileInput(
                name: "content, thought",
                bytes: answer("content", #""<think>"#, "0123456789", #"</think>a""#),
                parse: chat
            ),
            HostileInput(
                name: "content, after a thought",
                bytes: answer("content", #""<think>a</think>"#, "0123456789", #"""#),
                parse: chat
            ),
            HostileInput(name: "content, brackets", bytes: answer("content", #""<think>"#, "<", #"""#), parse: chat),
            HostileInput(
                name: "content, parts",
                bytes: answer("content", "[", #"{"type":"text","text":"0123456789abcdef"},"#, #"""]"#),
                parse: chat
            ),
            HostileInput(
                name: "content, an object",
                bytes: answer("content", #"{"a":""#, "0123456789", #""}"#),
                parse: chat
            ),
            HostileInput(
                name: "arguments",
                bytes: answer(
                    "tool_calls",
                    #"[{"type":"function","function":{"name":"f","arguments":""#,
                    #"\"a\""#,
                    #""}}]"#
                ),
                parse: chat
            ),
            HostileInput(
                name: "choices",
                bytes: repeated(#"{"choices":["#, #"{"message":{}},"#, #"{"message":{}}]}"#),
                parse: chat
            ),
            HostileInput(
                name: "likelihoods {}",
                bytes: repeated(#"{"choices":[{"message":{"content":"a"},"logprobs":{"content":["#, "{},", "{}]}}]}"),
                parse: chat
            ),
            HostileInput(name: "error", bytes: repeated(#"{"error":["#, "0,", "0]}"), parse: chat),
            HostileInput(name: "error, text", bytes: repeated(#"{"error":{"message":""#, "sk-a", #""}}"#), parse: chat),
        ]

    static func answer(
        _ member: String,
        _ head: String,
        _ unit: String,
        _ tail: String
    ) -> @Sendable (Int) -> [UInt8] {
        repeated(
            #"{"choices":[{"message":{"role":"assistant","\#(member)":"# + head,
            unit,
            tail + #"},"finish_reason":"stop"}]}"#
        )
    }

    @Sendable
    private static func chat(_ bytes: [UInt8]) async -> String {
        await outcome { () async throws -> ChatCompletion in
            try await client(bytes, "application/json").chat.completions.create(request)
        }
    }

    // MARK: Streams

    private static let streams: [HostileInput] =
        [
            ("text", #"{"choices":[{"delta":{"content":"0123456789"}}]}"#),
            ("empty deltas", #"{"choices":[{"delta":{}}]}"#),
            ("white space before a thought", #"{"choices":[{"delta":{"content":"          "}}]}"#),
            ("annotations", #"{"choices":[{"delta":{"annotations":[0,0,0,0,0,0,0,0]}}]}"#),
        ].map { name, event in
            HostileInput(name: "stream, \(name)", bytes: repeated("", "data: \(event)\n\n", end), parse: stream)
        } + [
            largeEvents("annotations 0", #"{"choices":[{"delta":{"annotations":["#, "0,", "0]}}]}"),
            largeEvents("annotations {}", #"{"choices":[{"delta":{"annotations":["#, "{},", "0]}}]}"),
            largeEvents("choices", #"{"choices":["#, "{},", "{}]}"),
            largeEvents("calls", #"{"choices":[{"delta":{"tool_calls":["#, "{},", "{}]}}]}"),
            largeEvents("contents", #"{"choices":[{"delta":{"#, #""content":"","#, #""x":0}}]}"#),
            HostileInput(name: "stream, choices without end", bytes: indexes, parse: stream),
            HostileInput(name: "stream, lines", bytes: repeated("", "data\n", "\n\n" + end), parse: stream),
            HostileInput(name: "stream, comments", bytes: repeated("", ": \n", "\n\n" + end), parse: stream),
            HostileInput(name: "stream, white space", bytes: repeated("data: 0\n\n", "\n", end), parse: stream),
        ]

    static let end =
        "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"

    /// Events of ten megabytes.
    private static func largeEvents(_ name: String, _ head: String, _ unit: String, _ tail: String) -> HostileInput {
        HostileInput(
            name: "stream, large events of \(name)",
            bytes: { size in
                let event = repeated("data: " + head, unit, tail + "\n\n")(min(size, 10_000_000))
                return Array(repeatElement(event, count: max(1, size / event.count)).joined()) + Array(end.utf8)
            },
            parse: stream
        )
    }

    @Sendable
    private static func indexes(_ size: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(size)
        var number = 0
        while text.count < size - 256 {
            text += "data: {\"choices\":[{\"index\":\(number),\"delta\":{\"content\":\"\"}}]}\n\n".utf8
            number += 1
        }
        return text + end.utf8
    }

    @Sendable
    private static func stream(_ bytes: [UInt8]) async -> String {
        await outcome { () async throws -> Int in
            var count = 0
            for try await chunk in try await client(bytes, "text/event-stream").chat.completions.stream(request) {
                count += chunk.choices.count
            }
            return count
        }
    }

    // MARK: Vectors and lists

    private static let vectors: [HostileInput] =
        [
            ("numbers 0", "[", "0,", "0]"), ("numbers", "[", "-0.0123456789,", "0]"), ("exponents", "[", "1e1,", "0]"),
            ("base64", #"""#, "AAAA", #"""#), ("escaped base64", #""\/AAA"#, "AAAA", #"""#),
        ].map { name, head, unit, tail in
            HostileInput(
                name: "vector, \(name)",
                bytes: { size in
                    // A base64 string must contain a whole number of floats.
                    let size = size / 48 * 48 + (name == "escaped base64" ? 1 : 0)
                    return repeated(#"{"data":[{"embedding":"# + head, unit, tail + "}]}")(size)
                },
                parse: embeddings
            )
        } + [
            HostileInput(
                name: "vectors",
                bytes: repeated(#"{"data":["#, #"{"embedding":[0]},"#, #"{"embedding":[]}]}"#),
                parse: embeddings
            )
        ]

    @Sendable
    private static func embeddings(_ bytes: [UInt8]) async -> String {
        await outcome { () async throws -> EmbeddingResponse in
            try await client(bytes, "application/json").embeddings.create(EmbeddingRequest(model: "m", input: "a"))
        }
    }

    private static let lists: [HostileInput] = [
        HostileInput(name: "models", bytes: repeated(#"{"data":["#, #"{"id":""},"#, #"{"id":"a"}]}"#), parse: models)
    ]

    @Sendable
    private static func models(_ bytes: [UInt8]) async -> String {
        await outcome { () async throws -> ModelList in try await client(bytes, "application/json").models.list() }
    }

    // MARK: Calls

    static let request = ChatCompletionRequest(model: "m", messages: [.user("hi")])

    static func client(_ bytes: [UInt8], _ contentType: String) throws -> OpenAI {
        var configuration = try OpenAI.Configuration(apiKey: APIKey("sk-0123456789abcdefghij"))
        configuration.retry.maxRetries = 0
        let transport = ScriptedTransport(
            .handle { _ in
                let head = HTTPResponse(status: .ok, headerFields: [.contentType: contentType])
                return TransportResponse(head: head, body: ResponseBody { try await write(bytes, to: $0) })
            }
        )
        return try OpenAI(configuration: configuration, transport: transport)
    }

    /// In chunks, as from a connection.
    @Sendable
    static func write(_ bytes: [UInt8], to body: ResponseBody.Writer) async throws {
        for start in stride(from: 0, to: bytes.count, by: 1 << 14) {
            try await body.write(Array(bytes[start..<min(start + (1 << 14), bytes.count)]))
        }
    }

    static func outcome<Value>(_ body: () async throws -> Value) async -> String {
        do {
            // Released before the measurement ends, as by the caller of a call.
            _ = try await body()
            return "read"
        } catch let error as OpenAIError {
            return "\(error.code)"
        } catch {
            return "\(error)"
        }
    }
}
