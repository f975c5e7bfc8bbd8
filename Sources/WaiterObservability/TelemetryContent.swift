internal import Waiter

/// A converter that turns messages from the Chat Completions API or the Responses API into the conventions' format. In
/// this format, each message has a role and parts.
enum TelemetryContent {
    /// Returns the messages in a request. The parameter `value` is an array of messages, an array of items, or a
    /// string.
    static func messages(_ value: JSONValue) -> JSONValue {
        guard let list = value.arrayValue else { return [["role": "user", "parts": parts(value)]] }
        return .array(list.map { message($0) })
    }

    /// Returns the messages in an answer. The parameter `value` is the JSON of a chat completion or of a Responses API
    /// response.
    static func answer(_ value: JSONValue) -> JSONValue? {
        if let choices = value["choices"]?.arrayValue {
            return .array(
                choices.map { choice in
                    message(choice["message"] ?? choice["delta"] ?? .null, reason: choice["finish_reason"]?.stringValue)
                }
            )
        }
        return value["output"]?.arrayValue.map { .array($0.map { message($0) }) }
    }

    private static func message(_ value: JSONValue, reason: String? = nil) -> JSONValue {
        let type = value["type"]?.stringValue ?? "message"
        var message: JSONObject = ["role": .string(role(of: value, type))]
        message["parts"] = .array(allParts(of: value, type))
        if let reason { message["finish_reason"] = .string(reason) }
        return .object(message)
    }

    private static func role(of value: JSONValue, _ type: String) -> String {
        value["role"]?.stringValue ?? (type.hasSuffix("_output") ? "tool" : "assistant")
    }

    private static func allParts(of value: JSONValue, _ type: String) -> [JSONValue] {
        guard type == "message" else { return [itemPart(value, type)] }
        if value["role"]?.stringValue == "tool", let id = value["tool_call_id"] {
            return [["type": "tool_call_response", "id": id, "response": value["content"] ?? .null]]
        }
        let content = value["content"].map { parts($0).arrayValue ?? [] } ?? []
        return content + (value["tool_calls"]?.arrayValue ?? []).map(toolCall)
    }

    private static func toolCall(_ call: JSONValue) -> JSONValue {
        let function = call["function"] ?? call["custom"] ?? .null
        return [
            "type": "tool_call", "id": call["id"] ?? .null, "name": function["name"] ?? .null,
            "arguments": function["arguments"] ?? function["input"] ?? .null,
        ]
    }

    /// Returns the part for a Responses API item that is not a message. Items other than tool calls and their outputs
    /// are returned unchanged.
    private static func itemPart(_ item: JSONValue, _ type: String) -> JSONValue {
        switch type {
        case "function_call", "custom_tool_call":
            [
                "type": "tool_call", "id": item["call_id"] ?? .null, "name": item["name"] ?? .null,
                "arguments": item["arguments"] ?? item["input"] ?? .null,
            ]
        case "function_call_output", "custom_tool_call_output":
            ["type": "tool_call_response", "id": item["call_id"] ?? .null, "response": item["output"] ?? .null]
        default: item
        }
    }

    private static func parts(_ content: JSONValue) -> JSONValue {
        if content.isNull { return [] }
        if let text = content.stringValue { return text.isEmpty ? [] : [["type": "text", "content": .string(text)]] }
        return .array(
            (content.arrayValue ?? []).map { part in
                guard let text = part["text"]?.stringValue else { return part }
                return ["type": "text", "content": .string(text)]
            }
        )
    }
}
