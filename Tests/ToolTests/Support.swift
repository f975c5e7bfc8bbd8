import Synchronization
import Waiter

/// A tool with a schema written by hand.
func tool(
    _ name: String,
    isIndependent: Bool = false,
    _ call: @escaping @Sendable (JSONValue) async throws -> ToolOutput = { ToolOutput($0.jsonText) }
) throws -> FunctionTool {
    FunctionTool(
        name,
        description: "Does \(name).",
        parameters: try numbers(),
        isIndependent: isIndependent,
        call: call
    )
}

func numbers() throws -> JSONSchema {
    try JSONSchema([
        "type": "object", "properties": ["n": ["type": "integer"]], "required": ["n"], "additionalProperties": false,
    ])
}

/// An answer that requests calls: name, arguments and ID of each.
func calls(
    _ calls: [(String, String, String)],
    finish: FinishReason = .toolCalls,
    usage: CompletionUsage? = CompletionUsage(promptTokens: 10, completionTokens: 5)
) -> ChatCompletion {
    let toolCalls = calls.map { ToolCall.function(id: $0.2, name: $0.0, arguments: $0.1) }
    return ChatCompletion(
        choices: [.init(message: .init(toolCalls: toolCalls), finishReason: finish)],
        model: "m",
        usage: usage
    )
}

func answer(_ text: String) -> ChatCompletion {
    ChatCompletion(
        choices: [.init(message: .init(content: text))],
        usage: CompletionUsage(promptTokens: 10, completionTokens: 5)
    )
}

func request(_ text: String = "Go") -> ChatCompletionRequest {
    ChatCompletionRequest(model: "m", messages: [.user(text)])
}

/// A list that tasks append to.
final class Journal: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func note(_ line: String) { lines.withLock { $0.append(line) } }
}

/// The results of a step, as the model gets them.
func results(_ messages: [ChatMessage]) -> [String] {
    messages.filter { $0.role == .tool }.map(\.text)
}
