internal import Waiter

/// A scripted model's answer to a Responses API request, either complete or as a stream of events.
struct ScriptedResponse {
    private let model: JSONValue
    private let isStream: Bool
    private let inputTokens: Int

    init(to request: TransportRequest) {
        let body = (try? JSONValue(parsing: request.body)) ?? .null
        model = body["model"] ?? "scripted"
        isStream = body["stream"]?.boolValue ?? false
        inputTokens = max(1, request.body.count / 4)
    }

    /// Returns a message. The chunks of text are joined unless the request sets `stream`.
    func answer(_ texts: [String]) -> ScriptedTransport.Step {
        finished([Self.message(texts.joined())], events: Self.events(texts), outputTokens: texts.count)
    }

    /// Returns calls to functions and custom tools.
    func answer(_ calls: [ToolCall]) -> ScriptedTransport.Step {
        let items = calls.enumerated().map { Self.item($1, $0) }
        let events = items.enumerated().flatMap { place, item in
            let index = JSONValue.integer(Int64(place))
            var begun = item
            begun[item["arguments"] == nil ? "input" : "arguments"] = ""
            let isFunction = item["arguments"] != nil
            return [
                ["type": "response.output_item.added", "output_index": index, "item": .object(begun)],
                [
                    "type": isFunction
                        ? "response.function_call_arguments.delta" : "response.custom_tool_call_input.delta",
                    "item_id": item["id"] ?? "", "output_index": index,
                    "delta": item["arguments"] ?? item["input"] ?? "",
                ],
                ["type": "response.output_item.done", "output_index": index, "item": .object(item)],
            ] as [JSONObject]
        }
        return finished(items, events: events, outputTokens: 1)
    }

    /// Returns an answer that is cut off by a lost connection. A stream is cut off after the given chunks. Any other
    /// response is cut off partway through the document.
    func cut(_ texts: [String]) -> ScriptedTransport.Step {
        let error = TransportError(.reset, reason: "connection reset by peer")
        if isStream {
            let events = numbered([created] + Self.events(texts, isComplete: false))
            return .breakOff(status: 200, headers: Self.eventStream, chunks: events, error: error)
        }
        let whole = document([Self.message(texts.joined())], status: "completed")
        let half = Array(JSONValue.object(whole).jsonText.utf8).dropLast(3)
        return .breakOff(status: 200, headers: Self.json, chunks: [Array(half)], error: error)
    }

    // MARK: Documents and events

    private static let eventStream = ["content-type": "text/event-stream"]
    private static let json = ["content-type": "application/json"]

    private func finished(
        _ items: [JSONObject],
        events: [JSONObject],
        outputTokens: Int
    ) -> ScriptedTransport.Step {
        var whole = document(items, status: "completed")
        whole["usage"] = [
            "input_tokens": .integer(Int64(inputTokens)), "output_tokens": .integer(Int64(outputTokens)),
            "total_tokens": .integer(Int64(inputTokens + outputTokens)),
        ]
        guard isStream else { return .json(JSONValue.object(whole).jsonText) }
        let end: JSONObject = ["type": "response.completed", "response": .object(whole)]
        return .respond(status: 200, headers: Self.eventStream, chunks: numbered([created] + events + [end]))
    }

    private func document(_ items: [JSONObject], status: String) -> JSONObject {
        [
            "id": "resp_scripted", "object": "response", "status": .string(status), "model": model,
            "output": .array(items.map { .object($0) }),
        ]
    }

    private var created: JSONObject {
        ["type": "response.created", "response": .object(document([], status: "in_progress"))]
    }

    private func numbered(_ events: [JSONObject]) -> [[UInt8]] {
        events.enumerated().map { number, event in
            var event = event
            event["sequence_number"] = .integer(Int64(number))
            let type = event["type"]?.stringValue ?? ""
            return Array("event: \(type)\ndata: \(JSONValue.object(event).jsonText)\n\n".utf8)
        }
    }

    private static func events(_ texts: [String], isComplete: Bool = true) -> [JSONObject] {
        let added: JSONObject = [
            "type": "response.output_item.added", "output_index": 0, "item": .object(message(nil)),
        ]
        let deltas = texts.map { text -> JSONObject in
            [
                "type": "response.output_text.delta", "item_id": "msg_scripted", "output_index": 0, "content_index": 0,
                "delta": .string(text),
            ]
        }
        guard isComplete else { return [added] + deltas }
        let item = message(texts.joined())
        return [added] + deltas
            + [["type": "response.output_item.done", "output_index": 0, "item": .object(item)]]
    }

    private static func message(_ text: String?) -> JSONObject {
        let parts = text.map { text -> [JSONValue] in
            [["type": "output_text", "text": .string(text), "annotations": []]]
        }
        return [
            "id": "msg_scripted", "type": "message", "role": "assistant",
            "status": text == nil ? "in_progress" : "completed", "content": .array(parts ?? []),
        ]
    }

    private static func item(_ call: ToolCall, _ place: Int) -> JSONObject {
        var item: JSONObject = [
            "id": .string("fc_scripted_\(place)"), "type": "function_call", "status": "completed",
            "call_id": .string(call.id), "name": .string(call.function?.name ?? call.custom?.name ?? ""),
        ]
        if let custom = call.custom {
            item["type"] = "custom_tool_call"
            item["input"] = .string(custom.input)
        } else {
            item["arguments"] = .string(call.function?.arguments ?? "")
        }
        return item
    }
}
