public import Waiter

extension Conversation {
    /// What the last call sent of the conversation, and what it left out; nil before the first.
    ///
    /// It belongs to this value and its copies: it is neither written nor compared.
    public var lastFit: FittedContext? { memory.lastFit }

    /// Asks, and keeps question and answer.
    ///
    ///     try await conversation.send("What is an API?", with: client).text
    ///
    /// When the call fails the question stays, so that `retry` asks it again; the next `send` leaves it behind as a branch.
    ///
    /// - Throws: `OpenAIError`; `ConversationError` with code `.contextTooLong`, or `.missingAttachment`; what the
    ///   policy's summary throws; `CancellationError`.
    @discardableResult
    public mutating func send(
        _ text: String,
        with client: OpenAI,
        options: Options = Options()
    ) async throws -> ChatCompletion {
        ask(.user(text))
        return try await answer(with: client, options: options)
    }

    /// Asks for an answer to what was said last, and keeps it: after `append`, for images, tools and the like.
    ///
    /// - Throws: What `send` throws.
    @discardableResult
    public mutating func answer(with client: OpenAI, options: Options = Options()) async throws -> ChatCompletion {
        var exchange = ClientExchange(client: client, options: options.request)
        return try await answer(through: &exchange, options: options)
    }

    /// Asks the last question again; the answer that there was stays as a branch, and so do the tools' results.
    ///
    /// To have the answer alone again, after the results of tools, there is `answer`.
    ///
    /// - Throws: `ConversationError` with code `.noQuestion`; what `send` throws.
    @discardableResult
    public mutating func retry(with client: OpenAI, options: Options = Options()) async throws -> ChatCompletion {
        try returnToLastQuestion()
        return try await answer(with: client, options: options)
    }

    /// Asks the last question in other words; the old one stays as a branch.
    ///
    /// - Throws: `ConversationError` with code `.noQuestion`; what `send` throws.
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
