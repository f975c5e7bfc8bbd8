public import Waiter

extension Conversation {
    /// The messages sent and omitted by the last call, or `nil` before the first call.
    ///
    /// Copies of the conversation retain this value. The value is not encoded and does not affect equality.
    public var lastFit: FittedContext? { memory.lastFit }

    /// Sends a message and appends the answer.
    ///
    ///     try await conversation.send("What is an API?", with: client).text
    ///
    /// If the call fails, the question remains in the conversation. `retry` asks it again, and the next `send` turns it
    /// into a branch.
    ///
    /// - Throws: `OpenAIError`, `ConversationError` with code `.contextTooLong` or `.missingAttachment`,
    ///   `CancellationError`, or any error thrown by the policy's summary closure.
    @discardableResult
    public mutating func send(
        _ text: String,
        with client: OpenAI,
        options: Options = Options()
    ) async throws -> ChatCompletion {
        ask(.user(text))
        return try await answer(with: client, options: options)
    }

    /// Requests an answer to the last message and appends the answer. Use this method after `append`, for example to
    /// send images.
    ///
    /// - Throws: The errors thrown by `send`.
    @discardableResult
    public mutating func answer(with client: OpenAI, options: Options = Options()) async throws -> ChatCompletion {
        var exchange = ClientExchange(client: client, options: options)
        return try await answer(through: &exchange, options: options)
    }

    /// Sends the last question again and keeps the previous answer and tool results as a branch.
    ///
    /// To request only a new answer to the tool results, use `answer`.
    ///
    /// - Throws: `ConversationError` with code `.noQuestion`, or any error thrown by `send`.
    @discardableResult
    public mutating func retry(with client: OpenAI, options: Options = Options()) async throws -> ChatCompletion {
        try returnToLastQuestion()
        return try await answer(with: client, options: options)
    }

    /// Replaces the last question, sends the new question, and keeps the old question as a branch.
    ///
    /// - Throws: `ConversationError` with code `.noQuestion`, or any error thrown by `send`.
    @discardableResult
    public mutating func edit(
        _ text: String,
        with client: OpenAI,
        options: Options = Options()
    ) async throws -> ChatCompletion {
        try undo()
        return try await send(text, with: client, options: options)
    }
}
