internal import Waiter
internal import WaiterConversation
internal import WaiterPlatform
internal import WaiterStore

extension ConversationSummary {
    /// The JSON representation of the conversation in lists.
    var json: JSONValue {
        [
            "id": .string(id.text), "title": .string(title), "named": .bool(isNamed), "model": .string(model),
            "profile": profile.map { .string($0) } ?? .null, "turns": .integer(Int64(turns)),
            "created_at": .string(LogDate.exact(createdAt)), "used_at": .string(LogDate.exact(usedAt)),
        ]
    }
}

extension StoredConversation {
    /// Returns the complete JSON representation, including the calls.
    func json(_ summary: ConversationSummary, _ calls: [StoredCall]) -> JSONValue {
        let path = Set(conversation.path.map(\.id))
        let messages = conversation.nodes.map { node in
            JSONValue.object(["number": .integer(Int64(node.id)), "on_path": .bool(path.contains(node.id))])
                .merging(ConversationLine.json(node))
        }
        return summary.json.merging([
            "head": conversation.head.map { .integer(Int64($0)) } ?? .null,
            "messages": .array(messages),
            "calls": .array(calls.map(\.json)),
        ])
    }
}

extension StoredCall {
    /// The JSON representation of the call.
    var json: JSONValue {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        func milliseconds(_ value: Duration?) -> JSONValue { value.map { .integer($0.milliseconds) } ?? .null }
        return [
            "id": .string(id), "status": .string(status.rawValue), "model": .string(model),
            "served_model": text(servedModel), "profile": text(profile), "server": text(server),
            "started_at": .string(LogDate.exact(startedAt)), "first_token_ms": milliseconds(firstToken),
            "duration_ms": milliseconds(duration),
            "usage": usage.flatMap { ConversationLine.encoded($0) } ?? .null, "request_id": text(requestID),
            "error": text(error), "request": exactRequest,
            "response": response.flatMap { try? JSONValue(jsonText: $0) } ?? text(response),
        ]
    }

    /// The request. It is a JSON value if that value reproduces the request's bytes exactly, and a string otherwise.
    private var exactRequest: JSONValue {
        guard let value = try? JSONValue(parsing: request), value.jsonBytes == request else {
            return .string(String(decoding: request, as: UTF8.self))
        }
        return value
    }
}
