extension ChatMessage: Codable {
    private struct MemberKey: CodingKey, Hashable {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ stringValue: String) { self.stringValue = stringValue }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }

        static let role = MemberKey("role")
        static let content = MemberKey("content")
        static let name = MemberKey("name")
        static let refusal = MemberKey("refusal")
        static let toolCalls = MemberKey("tool_calls")
        static let toolCallID = MemberKey("tool_call_id")
        static let audio = MemberKey("audio")
        static let reasoningContent = MemberKey("reasoning_content")
        static let reasoning = MemberKey("reasoning")
        static let functionCall = MemberKey("function_call")
        static let responseItems = MemberKey("response_items")

        static let typed: Set<String> = Set(
            [
                role, content, name, refusal, toolCalls, toolCallID, audio, reasoningContent, reasoning, functionCall,
                responseItems,
            ].map(\.stringValue)
        )
    }

    private enum AudioKeys: String, CodingKey { case id }

    /// Whether missing content is encoded as null.
    ///
    /// OpenAI accepts assistant messages without a `content` member, but DeepSeek and other providers require it.
    private var writesNullContent: Bool { role == .assistant || role == .function }

    /// Decodes a message. The `role` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: MemberKey.self)
        self.init(
            role: try container.decode(Role.self, forKey: .role),
            content: try container.decodeIfPresent(ChatContent.self, forKey: .content),
            name: try container.decodeIfPresent(String.self, forKey: .name)
        )
        refusal = try container.decodeIfPresent(String.self, forKey: .refusal)
        toolCalls = try container.list(ToolCall.self, forKey: .toolCalls)
        toolCallID = try container.decodeIfPresent(String.self, forKey: .toolCallID)
        if try container.isPresent(.audio) {
            audioID = try container.nestedContainer(keyedBy: AudioKeys.self, forKey: .audio).text(forKey: .id)
        }
        reasoning = try container.reasoning(.reasoningContent, .reasoning)
        functionCall = try container.decodeIfPresent(FunctionCall.self, forKey: .functionCall)
        responseItems = try container.decodeIfPresent(OrderedJSON.self, forKey: .responseItems)?.value ?? []
        for key in container.allKeys where !MemberKey.typed.contains(key.stringValue) {
            additionalFields[key.stringValue] = try container.decode(JSONValue.self, forKey: key)
        }
        // Null content is preserved for unrecognized roles, so that messages with these roles survive a round trip
        // unchanged.
        if container.contains(.content), content == nil, !writesNullContent { additionalFields["content"] = .null }
    }

    /// Encodes the message, omitting unset fields.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: MemberKey.self)
        try container.encode(role, forKey: .role)
        if content != nil || writesNullContent { try container.encode(content, forKey: .content) }
        try container.encodeIfPresent(name, forKey: .name)
        try container.encodeIfPresent(refusal, forKey: .refusal)
        if !toolCalls.isEmpty { try container.encode(toolCalls, forKey: .toolCalls) }
        try container.encodeIfPresent(toolCallID, forKey: .toolCallID)
        if let audioID {
            var audio = container.nestedContainer(keyedBy: AudioKeys.self, forKey: .audio)
            try audio.encode(audioID, forKey: .id)
        }
        try container.encodeIfPresent(reasoning, forKey: .reasoningContent)
        try container.encodeIfPresent(functionCall, forKey: .functionCall)
        if !responseItems.isEmpty { try container.encode(OrderedJSON(responseItems), forKey: .responseItems) }
        for (name, value) in additionalFields where !MemberKey.typed.contains(name) {
            try container.encode(value, forKey: MemberKey(name))
        }
        if content == nil, !writesNullContent, additionalFields["content"] == .null {
            try container.encodeNil(forKey: .content)
        }
    }
}
