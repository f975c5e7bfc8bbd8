internal import HTTPTypes
public import Waiter

extension ScriptedTransport {
    /// An answer from a scripted model. The request determines whether the answer is sent as a whole or as a stream.
    ///
    /// A string literal creates an answer with that text.
    public struct Answer: Sendable, ExpressibleByStringLiteral {
        private enum Kind {
            case chunks([String])
            case cut([String])
            case toolCalls([ToolCall])
            case step(Step)
        }

        private let kind: Kind

        private init(_ kind: Kind) {
            self.kind = kind
        }

        /// Creates an answer with the given text.
        public init(stringLiteral text: String) {
            self.init(.chunks([text]))
        }

        /// Creates an answer with the given text.
        public static func text(_ text: String) -> Answer { Answer(.chunks([text])) }

        /// Creates an answer that arrives in the given chunks. If the request does not set `stream`, the answer arrives
        /// as a whole.
        public static func stream(_ chunks: String...) -> Answer { Answer(.chunks(chunks)) }

        /// Creates an answer that is cut off by a lost connection after the given number of chunks. The text of the
        /// chunks is `1 `, `2 ` and so on.
        public static func cut(after count: Int) -> Answer { Answer(.cut((0..<max(0, count)).map { "\($0 + 1) " })) }

        /// Creates an answer that is cut off by a lost connection after the given chunks.
        public static func cut(after chunks: String...) -> Answer { Answer(.cut(chunks)) }

        /// Creates an error response with the given status.
        ///
        /// - Parameters:
        ///   - status: The HTTP status code.
        ///   - message: The server's error message.
        ///   - headers: Additional header fields, such as `retry-after`.
        /// - Returns: The answer.
        public static func status(
            _ status: Int,
            _ message: String = "scripted refusal",
            headers: [String: String] = [:]
        ) -> Answer {
            let error: JSONValue = ["error": ["message": .string(message)]]
            return Answer(.step(.json(error.jsonText, status: status, headers: headers)))
        }

        /// Creates an answer with a function call and its JSON arguments.
        public static func toolCall(_ name: String, _ arguments: String = "{}", id: String = "call_1") -> Answer {
            .toolCalls(.function(id: id, name: name, arguments: arguments))
        }

        /// Creates an answer with several function calls.
        public static func toolCalls(_ calls: ToolCall...) -> Answer { Answer(.toolCalls(calls)) }

        /// Creates a transport error, such as `TransportError(.refused, reason: "connection refused")`.
        public static func failure(_ error: any Error & Sendable) -> Answer { Answer(.step(.fail(error))) }

        /// An answer that never arrives. The call waits until it is cancelled or a deadline expires.
        public static var silence: Answer { Answer(.step(.hang)) }

        /// Creates an answer from any step of a scripted transport.
        public static func step(_ step: Step) -> Answer { Answer(.step(step)) }

        /// Returns the outcome for a request.
        func step(for request: TransportRequest) -> Step {
            if case .step(let step) = kind { return step }
            if request.head.path?.hasSuffix("/responses") == true { return step(ScriptedResponse(to: request)) }
            let form = Form(request)
            switch kind {
            case .step(let step): return step
            case .chunks(let texts): return form.answer(texts.map { ["content": .string($0)] }, finish: "stop")
            case .toolCalls(let calls):
                let calls = calls.enumerated().map { place, call -> JSONValue in
                    [
                        "index": .integer(Int64(place)), "id": .string(call.id), "type": "function",
                        "function": [
                            "name": .string(call.function?.name ?? ""),
                            "arguments": .string(call.function?.arguments ?? ""),
                        ],
                    ]
                }
                return form.answer([["tool_calls": .array(calls)]], finish: "tool_calls")
            case .cut(let texts): return form.cut(texts)
            }
        }

        private func step(_ response: ScriptedResponse) -> Step {
            switch kind {
            case .step(let step): step
            case .chunks(let texts): response.answer(texts)
            case .toolCalls(let calls): response.answer(calls)
            case .cut(let texts): response.cut(texts)
            }
        }
    }

    /// Creates a scripted model that returns the given answers in order. The model supports chat completions and the
    /// Responses API.
    ///
    /// The last answer is repeated.
    ///
    /// ```swift
    /// let model = ScriptedTransport.answers("Hi", .stream("a", "b"), .status(429), .cut(after: 3))
    /// let client = try model.client()
    /// ```
    public static func answers(_ answers: Answer...) -> ScriptedTransport {
        ScriptedTransport(script: answers.map { answer in { answer.step(for: $0) } })
    }
}

/// The response format requested by a chat completion request.
private struct Form {
    private let model: JSONValue
    private let isStream: Bool
    private let includesUsage: Bool
    private let promptTokens: Int

    init(_ request: TransportRequest) {
        let body = (try? JSONValue(parsing: request.body)) ?? .null
        model = body["model"] ?? "scripted"
        isStream = body["stream"]?.boolValue ?? false
        includesUsage = body["stream_options"]?["include_usage"]?.boolValue ?? false
        promptTokens = max(1, request.body.count / 4)
    }

    /// Returns a complete answer. The deltas are joined unless the request sets `stream`.
    func answer(_ deltas: [JSONObject], finish: String) -> ScriptedTransport.Step {
        let usage = usage(completion: deltas.count)
        guard isStream else { return complete(deltas, finish, usage) }
        var events = deltas.map { event([choice("delta", $0)]) }
        events.append(event([choice("delta", [:], finish: finish)]))
        if includesUsage { events.append(event([], usage: usage)) }
        events.append(Array("data: [DONE]\n\n".utf8))
        return .respond(status: 200, headers: Self.eventStream, chunks: events)
    }

    /// Returns an answer that is cut off by a lost connection. A stream is cut off after the given chunks. Any other
    /// response is cut off partway through the document.
    func cut(_ texts: [String]) -> ScriptedTransport.Step {
        let error = TransportError(.reset, reason: "connection reset by peer")
        if isStream {
            let events = texts.map { event([choice("delta", ["content": .string($0)])]) }
            return .breakOff(status: 200, headers: Self.eventStream, chunks: events, error: error)
        }
        let whole = document([choice("message", ["role": "assistant", "content": .string(texts.joined())])], nil)
        let half = Array(whole.jsonText.utf8).dropLast(3)
        return .breakOff(status: 200, headers: Self.json, chunks: [Array(half)], error: error)
    }

    private static let eventStream = ["content-type": "text/event-stream"]
    private static let json = ["content-type": "application/json"]

    private func complete(_ deltas: [JSONObject], _ finish: String, _ usage: JSONValue) -> ScriptedTransport.Step {
        var message: JSONObject = ["role": "assistant"]
        let text = deltas.compactMap { $0["content"]?.stringValue }.joined()
        if let calls = deltas.first?["tool_calls"] {
            message["tool_calls"] = calls
        } else {
            message["content"] = .string(text)
        }
        return .json(document([choice("message", message, finish: finish)], usage).jsonText)
    }

    private func event(_ choices: [JSONValue], usage: JSONValue? = nil) -> [UInt8] {
        Array("data: \(document(choices, usage, object: "chat.completion.chunk").jsonText)\n\n".utf8)
    }

    private func choice(_ member: String, _ content: JSONObject, finish: String? = nil) -> JSONValue {
        ["index": 0, member: .object(content), "finish_reason": finish.map { .string($0) } ?? .null]
    }

    private func document(
        _ choices: [JSONValue],
        _ usage: JSONValue?,
        object: String = "chat.completion"
    ) -> JSONValue {
        var document: JSONObject = [
            "id": "chatcmpl-scripted", "object": .string(object), "model": model, "choices": .array(choices),
        ]
        if let usage { document["usage"] = usage }
        return .object(document)
    }

    private func usage(completion: Int) -> JSONValue {
        [
            "prompt_tokens": .integer(Int64(promptTokens)), "completion_tokens": .integer(Int64(completion)),
            "total_tokens": .integer(Int64(promptTokens + completion)),
        ]
    }
}
