internal import Waiter
internal import WaiterPlatform
internal import WaiterTokenizer

/// The fixed rules that the lesson server uses instead of a model.
///
/// As with a real server, the answer depends only on the messages in the request.
struct LessonRules: Sendable {
    /// The name of the model that the server lists.
    static let model = "lesson"
    /// The maximum number of tokens in a request and its answer.
    static let contextWindow = 512

    /// The only key that the server accepts.
    let key: String

    /// Returns the response to a request.
    func reply(to request: LessonRequest) -> LessonReply {
        guard request.header("authorization") == "Bearer \(key)" else { return wrongKey(request) }
        if request.path == "/v1/models" {
            return .json(["object": "list", "data": [["id": .string(Self.model), "object": "model"]]])
        }
        let json = request.json
        guard request.path == "/v1/chat/completions", let messages = json["messages"]?.arrayValue else {
            return .error("404 Not Found", "Unknown path: \(request.path)", code: "unknown_url")
        }
        guard let model = json["model"]?.stringValue, model == Self.model else {
            let name = json["model"]?.stringValue ?? ""
            let message = "The model `\(name)` does not exist or you do not have access to it."
            return .error("404 Not Found", message, code: "model_not_found")
        }
        let tokens = Self.tokens(in: messages)
        guard tokens < Self.contextWindow else {
            let message =
                "This model's maximum context length is \(Self.contextWindow) tokens. However, your messages "
                + "resulted in \(tokens) tokens. Please reduce the length of the messages."
            return .error("400 Bad Request", message, code: "context_length_exceeded")
        }
        let answer = json["response_format"] == nil ? Self.answer(to: messages) : Self.dish
        guard json["stream"]?.boolValue == true else { return Self.completion(answer, promptTokens: tokens) }
        let reportsUsage = json["stream_options"]?["include_usage"]?.boolValue ?? false
        return .stream(Self.events(answer, promptTokens: reportsUsage ? tokens : nil))
    }

    private func wrongKey(_ request: LessonRequest) -> LessonReply {
        let sent = request.header("authorization").map { APIKey.masked(String($0.dropFirst("Bearer ".count))) }
        let message = sent.map { "Incorrect API key provided: \($0)." } ?? "You didn't provide an API key."
        return .error("401 Unauthorized", message, code: "invalid_api_key")
    }

    // MARK: Answers

    /// The answer to a request with a schema.
    private static let dish = #"{"name":"Tomato soup","course":"starter","price":6.5}"#

    private static func answer(to messages: [JSONValue]) -> String {
        let texts = messages.filter { $0["role"] == "user" }.compactMap { $0["content"]?.stringValue }
        let question = texts.last?.lowercased() ?? ""
        var answer = "This is the lesson server. Its answers come from fixed rules."
        if question.contains("what is an api") {
            answer = "An API is a waiter: it takes your order to the kitchen and brings back the dish."
        } else if question.contains("what is my name") {
            answer = name(in: texts).map { "Your name is \($0)." } ?? "I do not know your name."
        } else if let name = name(in: texts) {
            answer = "Hello, \(name)."
        }
        let system = messages.first { $0["role"] == "system" }?["content"]?.stringValue ?? ""
        return system.contains("capital letters") ? answer.uppercased() : answer
    }

    /// Returns the name from the last of the given texts that contains a name.
    private static func name(in texts: [String]) -> String? {
        texts.reversed().lazy.compactMap { text in
            text.firstRange(of: "My name is ").map { text[$0.upperBound...].prefix { $0.isLetter } }
        }.first.map(String.init)
    }

    // MARK: Responses

    static func completion(_ answer: String, promptTokens: Int) -> LessonReply {
        let choice: JSONValue = [
            "index": 0, "message": ["role": "assistant", "content": .string(answer)], "finish_reason": "stop",
        ]
        let json: JSONValue = [
            "id": "chatcmpl-lesson", "object": "chat.completion", "created": .integer(Int64(time(nil))),
            "model": .string(model), "choices": [choice], "usage": usage(answer, promptTokens),
        ]
        return .json(json, headers: ["x-request-id: req_lesson"])
    }

    /// Returns the events of a streamed answer, including the final `[DONE]` event.
    ///
    /// - Parameters:
    ///   - answer: The text of the answer.
    ///   - promptTokens: The number of tokens to report for the prompt, or `nil` to report no usage.
    /// - Returns: The data for each event.
    static func events(_ answer: String, promptTokens: Int?) -> [String] {
        let encoding = TokenEncoding.o200kBase
        let parts = encoding.encode(answer).map { String(decoding: encoding.bytes(of: $0) ?? [], as: UTF8.self) }
        var chunks = parts.map { chunk(["content": .string($0)]) }
        chunks.append(chunk([:], finish: "stop"))
        if let promptTokens {
            chunks.append([
                "id": "chatcmpl-lesson", "object": "chat.completion.chunk", "model": .string(model), "choices": [],
                "usage": usage(answer, promptTokens),
            ])
        }
        return chunks.map(\.jsonText) + ["[DONE]"]
    }

    private static func chunk(_ delta: JSONValue, finish: JSONValue = .null) -> JSONValue {
        [
            "id": "chatcmpl-lesson", "object": "chat.completion.chunk", "model": .string(model),
            "choices": [["index": 0, "delta": delta, "finish_reason": finish]],
        ]
    }

    private static func usage(_ answer: String, _ promptTokens: Int) -> JSONValue {
        let completionTokens = TokenEncoding.o200kBase.count(answer)
        return [
            "prompt_tokens": .integer(Int64(promptTokens)), "completion_tokens": .integer(Int64(completionTokens)),
            "total_tokens": .integer(Int64(promptTokens + completionTokens)),
        ]
    }

    /// Returns the number of tokens in the messages, counted in the same way as OpenAI counts them. Each message
    /// requires three extra tokens, and the answer requires another three tokens.
    static func tokens(in messages: [JSONValue]) -> Int {
        messages.reduce(3) { count, message in
            let texts = [message["role"], message["content"]].compactMap { $0?.stringValue }
            return texts.reduce(count + 3) { $0 + TokenEncoding.o200kBase.count($1) }
        }
    }
}
