internal import Synchronization
internal import Waiter
package import WaiterTerminal

/// Streams an answer to standard output as JSON lines, as requested with `--events`.
///
/// Each line is an object whose `type` is `reasoning`, `delta`, `tool_call`, `tool_result`, `usage` or `end`. The `end`
/// object comes last.
package final class AnswerEvents: Sendable {
    private let console: Console
    /// The finish reason of the answer, and the model that produced it.
    private let ending = Mutex<(finishReason: String?, model: String?)>((nil, nil))

    package init(_ console: Console) {
        self.console = console
    }

    /// Writes a chunk of reasoning.
    func reasoning(_ text: String) throws(StandardStream.Failure) {
        if !text.isEmpty { try write(["type": "reasoning", "text": .string(text)]) }
    }

    /// Writes a chunk of the answer.
    func delta(_ text: String) throws(StandardStream.Failure) {
        if !text.isEmpty { try write(["type": "delta", "text": .string(text)]) }
    }

    /// Writes the completed tool calls, and the token usage if the server reported it.
    func complete(_ completion: ChatCompletion) throws(StandardStream.Failure) {
        let choice = completion.choices.first
        ending.withLock { $0 = (choice?.finishReason?.rawValue, completion.model) }
        for call in choice?.message.toolCalls ?? [] { try write(Self.event(call)) }
        guard let usage = completion.usage else { return }
        try write([
            "type": "usage", "input_tokens": .integer(Int64(usage.promptTokens)),
            "output_tokens": .integer(Int64(usage.completionTokens)),
            "cached_tokens": Self.number(usage.promptTokensDetails?.cachedTokens),
            "reasoning_tokens": Self.number(usage.completionTokensDetails?.reasoningTokens),
        ])
    }

    /// Writes the result of a tool call.
    func tool(_ event: ToolEvent) throws(StandardStream.Failure) {
        guard case .finished(let call, let output) = event else { return }
        try write([
            "type": "tool_result", "id": .string(call.id), "name": .string(call.name), "output": .string(output.text),
            "is_error": .bool(output.isError),
        ])
    }

    /// Writes the final event.
    package func end(_ status: ExitStatus, _ failure: CommandFailure? = nil) throws(StandardStream.Failure) {
        let (finishReason, model) = ending.withLock { $0 }
        var event: JSONObject = [
            "type": "end", "exit": .integer(Int64(status.rawValue)), "finish_reason": Self.text(finishReason),
            "model": Self.text(model),
        ]
        if let error = failure?.json["error"] { event["error"] = error }
        try write(.object(event))
    }

    private func write(_ event: JSONValue) throws(StandardStream.Failure) {
        try Output.write(event, to: console, isCompact: true)
    }

    private static func event(_ call: ToolCall) -> JSONValue {
        switch call {
        case .function(let call):
            [
                "type": "tool_call", "id": .string(call.id), "name": .string(call.function.name),
                "arguments": .string(call.function.arguments),
            ]
        case .custom(let call):
            [
                "type": "tool_call", "id": .string(call.id), "name": .string(call.custom.name),
                "input": .string(call.custom.input),
            ]
        case .unknown(let value): ["type": "tool_call", "value": value]
        }
    }

    private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    private static func number(_ number: Int?) -> JSONValue { number.map { .integer(Int64($0)) } ?? .null }
}
