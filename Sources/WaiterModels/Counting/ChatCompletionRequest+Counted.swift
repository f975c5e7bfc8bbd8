package import Waiter

extension ChatCompletionRequest {
    /// Creates a request from JSON, with only the members that `TokenCounter` counts. Returns `nil` if the JSON is not
    /// a chat completion request.
    ///
    /// This initializer reads the request of every call that has a budget. Plain-text messages are not decoded through
    /// `Decodable`, because that would take longer than counting their tokens.
    package init?(countedIn body: JSONValue, model: String) {
        guard let messages = body["messages"]?.arrayValue else { return nil }
        self.init(model: model, messages: [])
        do {
            self.messages = try messages.map { message in
                try ChatMessage(plain: message) ?? JSONBodyDecoder.decode(ChatMessage.self, from: message)
            }
            tools = try Self.member("tools", of: body)
            functions = try Self.member("functions", of: body)
            responseFormat = try Self.member("response_format", of: body)
            prediction = try Self.member("prediction", of: body)
        } catch {
            return nil
        }
    }

    private static func member<Value: Decodable>(_ name: String, of body: JSONValue) throws -> Value? {
        guard let value = body[name], !value.isNull else { return nil }
        return try JSONBodyDecoder.decode(Value.self, from: value)
    }
}

extension ChatMessage {
    /// Creates a message from JSON that contains only a role, text and a name. Returns `nil` for any other JSON.
    fileprivate init?(plain value: JSONValue) {
        guard let members = value.objectValue else { return nil }
        var role: String?
        var content: String?
        var name: String?
        for (key, value) in members {
            guard let text = value.stringValue else { return nil }
            switch key {
            case "role": role = text
            case "content": content = text
            case "name": name = text
            default: return nil
            }
        }
        guard let role, let content else { return nil }
        self.init(role: Role(rawValue: role), content: .text(content), name: name)
    }
}
