extension ChatMessage: ExpressibleByStringInterpolation {
    /// Creates a message of the user.
    public init(stringLiteral value: String) { self = .user(value) }
}

extension ChatMessage {
    /// Creates a message from a role and a text, as a database or a form has them; `role.rawValue` and `text` lead back.
    public init(role: String, text: String) { self.init(role: Role(rawValue: role), content: .text(text)) }
}

extension RangeReplaceableCollection<ChatMessage> {
    /// Appends an answer of the model: content, refusal, tool calls and the ID of the audio; nothing for nil.
    ///
    ///     messages.append(completion.message)
    ///
    /// - Parameter keepsReasoning: Whether the answer's reasoning goes along, which OpenAI refuses and DeepSeek wants back.
    public mutating func append(_ answer: ChatCompletion.Message?, keepsReasoning: Bool = false) {
        if let answer { append(ChatMessage(answer, keepsReasoning: keepsReasoning)) }
    }
}
