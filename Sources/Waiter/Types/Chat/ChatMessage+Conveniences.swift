extension ChatMessage: ExpressibleByStringInterpolation {
    /// Creates a user message.
    public init(stringLiteral value: String) { self = .user(value) }
}

extension ChatMessage {
    /// Creates a message from a role name and text, such as values read from a database. The `role.rawValue` and `text`
    /// of the message are equal to the given values.
    public init(role: String, text: String) { self.init(role: Role(rawValue: role), content: .text(text)) }
}

extension RangeReplaceableCollection<ChatMessage> {
    /// Appends the model's answer: its content, refusal, tool calls and audio ID. Does nothing if the answer is `nil`.
    ///
    ///     messages.append(completion.message)
    ///
    /// - Parameters:
    ///   - answer: The answer to append.
    ///   - keepsReasoning: Whether to include the answer's reasoning. OpenAI rejects reasoning, but DeepSeek requires
    ///     it.
    public mutating func append(_ answer: ChatCompletion.Message?, keepsReasoning: Bool = false) {
        if let answer { append(ChatMessage(answer, keepsReasoning: keepsReasoning)) }
    }
}
