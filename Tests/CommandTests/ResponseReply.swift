import Waiter
import WaiterTestSupport

/// The answers of a server with the Responses API.
enum ResponseReply {
    /// Reasoning without and with encrypted content, and a web search, as the server sends them.
    static let reasoning: JSONValue = [
        "type": "reasoning", "id": "rs_1", "summary": [["type": "summary_text", "text": "Thinking about tables."]],
        "encrypted_content": "gAAAA-secret", "vendor_field": [1, 2],
    ]
    static let search: JSONValue = [
        "type": "web_search_call", "id": "ws_1", "status": "completed", "action": ["type": "search", "query": "api"],
    ]

    /// A message of the model, with these citations.
    static func message(_ text: String, citing sources: [(title: String, url: String)] = []) -> JSONValue {
        let citations = sources.map { source -> JSONValue in
            [
                "type": "url_citation", "start_index": 0, "end_index": 1, "title": .string(source.title),
                "url": .string(source.url),
            ]
        }
        return [
            "type": "message", "id": "msg_1", "status": "completed", "role": "assistant",
            "content": [["type": "output_text", "text": .string(text), "annotations": .array(citations)]],
        ]
    }

    /// A call of a function.
    static func call(_ name: String, _ arguments: String, id: String = "call_1") -> JSONValue {
        [
            "type": "function_call", "id": "fc_1", "call_id": .string(id), "name": .string(name),
            "arguments": .string(arguments), "status": "completed",
        ]
    }

    static func body(_ items: [JSONValue], status: String = "completed", model: String = "gpt-5-pro") -> JSONValue {
        [
            "id": "resp_1", "object": "response", "created_at": 1, "status": .string(status), "model": .string(model),
            "output": .array(items),
            "usage": ["input_tokens": 20, "output_tokens": 10, "total_tokens": 30],
        ]
    }

    /// A complete answer.
    static func whole(_ items: JSONValue...) -> [FaultServer.Step] { [.response(body(items).jsonText)] }

    /// A streamed answer of these items.
    static func stream(_ items: JSONValue...) -> [FaultServer.Step] {
        var events: [JSONValue] = [["type": "response.created", "response": body([], status: "in_progress")]]
        for (index, item) in items.enumerated() {
            let place = JSONValue.integer(Int64(index))
            events.append(["type": "response.output_item.added", "output_index": place, "item": started(item)])
            let id = item["id"] ?? .null
            for part in item["summary"]?.arrayValue ?? [] {
                events.append([
                    "type": "response.reasoning_summary_text.delta", "output_index": place, "item_id": id,
                    "summary_index": 0, "delta": part["text"] ?? "",
                ])
            }
            for part in item["content"]?.arrayValue ?? [] {
                events.append([
                    "type": "response.output_text.delta", "output_index": place, "item_id": id, "content_index": 0,
                    "delta": part["text"] ?? "",
                ])
            }
            if let arguments = item["arguments"] {
                events.append([
                    "type": "response.function_call_arguments.delta", "output_index": place, "item_id": id,
                    "delta": arguments,
                ])
            }
            events.append(["type": "response.output_item.done", "output_index": place, "item": item])
        }
        events.append(["type": "response.completed", "response": body(items)])
        return [.eventStreamHead]
            + events.map { .chunk("event: \($0["type"]?.stringValue ?? "")\ndata: \($0.jsonText)\n\n") } + [.lastChunk]
    }

    /// An item as it is before its content.
    private static func started(_ item: JSONValue) -> JSONValue {
        guard case .object(var object) = item else { return item }
        for name in ["content", "summary"] where object[name] != nil { object[name] = [] }
        if object["arguments"] != nil { object["arguments"] = "" }
        object["encrypted_content"] = nil
        return .object(object)
    }
}
