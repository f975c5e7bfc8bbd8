extension [RequestRepair] {
    /// The repairs for chat completion requests.
    package static var chat: [RequestRepair] {
        [.maxCompletionTokens, .maxTokens, .developerAsSystem, .systemAsUser]
    }
}

extension RequestRepair {
    /// Renames `max_tokens` to `max_completion_tokens`, as required by reasoning models, including those behind
    /// gateways.
    fileprivate static let maxCompletionTokens = RequestRepair("max_completion_tokens") {
        $0.isRefusal && $0.code != .contextLengthExceeded && $0.reports(.completionTokensWanted)
    } apply: {
        $0.rename("max_tokens", to: "max_completion_tokens")
    }

    /// Renames `max_completion_tokens` to its former name, `max_tokens`, because some servers support only that name.
    fileprivate static let maxTokens = RequestRepair("max_tokens") {
        $0.isRefusal && $0.reports(.completionTokensRefused) && !$0.reports(.completionTokensWanted)
    } apply: {
        $0.rename("max_completion_tokens", to: "max_tokens")
    }

    /// Changes the role of developer messages to `system`, the former name of that role.
    fileprivate static let developerAsSystem = RequestRepair("system") {
        $0.isRefusal && $0.reports(.developerRoleRefused)
    } apply: { body in
        body.changeMessages { messages in
            for place in messages.indices where messages[place]["role"] == "developer" {
                messages[place]["role"] = "system"
            }
        }
    }

    /// Merges system messages into the next user message, for chat templates that require user and assistant messages
    /// to alternate.
    fileprivate static let systemAsUser = RequestRepair("user") {
        $0.isRefusal && $0.reports(.systemRoleRefused)
    } apply: { body in
        body.changeMessages { messages in
            var merged: [JSONObject] = []
            var instructions: [JSONValue] = []
            for message in messages {
                if message["role"] == "system" || message["role"] == "developer" {
                    if let content = message["content"] { instructions.append(content) }
                } else if message["role"] == "user", !instructions.isEmpty {
                    var message = message
                    message["content"] = Self.joined(instructions + [message["content"] ?? ""])
                    merged.append(message)
                    instructions = []
                } else {
                    merged.append(message)
                }
            }
            if !instructions.isEmpty { merged.append(["role": "user", "content": Self.joined(instructions)]) }
            messages = merged
        }
    }

    /// Concatenates the contents of messages. If all contents are strings, the result is a string. If not, the result
    /// is an array of parts.
    private static func joined(_ contents: [JSONValue]) -> JSONValue {
        let texts = contents.compactMap(\.stringValue)
        if texts.count == contents.count { return .string(texts.joined(separator: "\n\n")) }
        return .array(
            contents.flatMap { content in
                content.arrayValue ?? [["type": "text", "text": .string(content.stringValue ?? content.jsonText)]]
            }
        )
    }
}

extension OpenAIError {
    /// Whether the server rejected the request before sending any part of the answer.
    fileprivate var isRefusal: Bool { status.map { $0 == 400 || $0 == 422 || $0 == 500 } ?? false }
}

extension JSONObject {
    fileprivate mutating func rename(_ name: String, to other: String) -> Bool {
        guard let value = self[name], self[other] == nil else { return false }
        self[name] = nil
        self[other] = value
        return true
    }

    fileprivate mutating func changeMessages(_ change: (inout [JSONObject]) -> Void) -> Bool {
        guard let messages = self["messages"]?.arrayValue else { return false }
        let before = messages.compactMap(\.objectValue)
        guard before.count == messages.count else { return false }
        var after = before
        change(&after)
        guard after != before else { return false }
        self["messages"] = .array(after.map { .object($0) })
        return true
    }
}
