extension ChatMessage: ExpressibleByStringInterpolation {
    /// Creates a user message.
    public init(stringLiteral value: String) { self = .user(value) }
}

extension ChatMessage {
    /// Creates a message from a role name and text, for example when reading messages from a database. The
    /// `role.rawValue` and `text` of the message are equal to the given values.
    public init(role: String, text: String) { self.init(role: Role(rawValue: role), content: .text(text)) }
}

extension RangeReplaceableCollection<ChatMessage> {
    /// Appends a message with the content, refusal, tool calls and audio ID of the model's answer. Does nothing if the
    /// answer is `nil`.
    ///
    ///     messages.append(completion.message)
    ///
    /// - Parameters:
    ///   - answer: The answer to append.
    ///   - keepsReasoning: Whether to include the answer's reasoning. OpenAI rejects messages with reasoning, but
    ///     DeepSeek requires the reasoning.
    public mutating func append(_ answer: ChatCompletion.Message?, keepsReasoning: Bool = false) {
        if let answer { append(ChatMessage(answer, keepsReasoning: keepsReasoning)) }
    }
}
