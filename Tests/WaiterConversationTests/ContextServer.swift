import HTTPTypes
import Synchronization
import Waiter
import WaiterModels
import WaiterTestSupport

/// A server with its own context window that counts exactly and rejects requests that are too long or malformed.
final class ContextServer: Sendable {
    struct State: Sendable {
        var requests: [ChatCompletionRequest] = []
        var refusals = 0
        var answers = 0
    }

    private let state = Mutex(State())
    private let context: Int
    private let words: @Sendable (_ tokens: Int, _ context: Int) -> String
    /// A tool is called after this many answers; 0 for never.
    private let toolsEvery: Int
    /// The server's count in excess of ours.
    private let overhead: Int

    init(
        context: Int,
        toolsEvery: Int = 0,
        overhead: Int = 0,
        words: @escaping @Sendable (Int, Int) -> String = ContextServer.openAIWords
    ) {
        self.context = context
        self.toolsEvery = toolsEvery
        self.overhead = overhead
        self.words = words
    }

    static func openAIWords(_ tokens: Int, _ context: Int) -> String {
        "This model's maximum context length is \(context) tokens. However, your messages resulted in \(tokens) tokens."
    }

    var requests: [ChatCompletionRequest] { state.withLock { $0.requests } }
    var refusals: Int { state.withLock { $0.refusals } }

    func client() throws -> OpenAI {
        let transport = ScriptedTransport(.handle { [self] in try answer($0) })
        return try OpenAI(
            configuration: OpenAI.Configuration(baseURL: BaseURL("http://127.0.0.1:9")),
            transport: transport
        )
    }

    private func answer(_ wire: TransportRequest) throws -> TransportResponse {
        let request = try JSONBodyDecoder.decode(ChatCompletionRequest.self, from: wire.body)
        let tokens = TokenCounter(model: "gpt-4").count(request).tokens + overhead
        return try state.withLock { state in
            state.requests.append(request)
            guard isAccepted(request.messages) else {
                return try response(400, ["error": ["message": "these messages are no conversation"]])
            }
            guard tokens + (request.maxCompletionTokens ?? 0) <= context else {
                state.refusals += 1
                let error: JSONValue = [
                    "message": .string(words(tokens, context)), "type": "invalid_request_error",
                    "code": "context_length_exceeded",
                ]
                return try response(400, ["error": error])
            }
            state.answers += 1
            return try response(200, completion(state.answers, request))
        }
    }

    private func completion(_ number: Int, _ request: ChatCompletionRequest) -> JSONValue {
        var message: JSONValue = ["role": "assistant", "content": "Answer number \(number), and some words more."]
        var reason = "stop"
        if toolsEvery > 0, number.isMultiple(of: toolsEvery), request.messages.last?.role == .user {
            let call: JSONValue = [
                "id": "call\(number)", "type": "function", "function": ["name": "find", "arguments": "{}"],
            ]
            (message, reason) = (["role": "assistant", "content": .null, "tool_calls": [call]], "tool_calls")
        }
        return [
            "id": "c\(number)", "object": "chat.completion", "model": .string(request.model),
            "choices": [["index": 0, "message": message, "finish_reason": .string(reason)]],
            "usage": ["prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2],
        ]
    }

    private func response(_ status: Int, _ body: JSONValue) throws -> TransportResponse {
        var head = HTTPResponse(status: .init(code: status))
        head.headerFields[.contentType] = "application/json"
        return TransportResponse(head: head, body: ResponseBody(Array(body.jsonText.utf8)))
    }
}
