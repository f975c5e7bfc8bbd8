public import Waiter

extension ConversationSession {
    /// Sends a message and appends the message and its answer.
    ///
    /// - Throws: Any error thrown by `Conversation.send`, or any error that the saver throws before anything is sent.
    @discardableResult
    public func send(_ text: String, options: Conversation.Options? = nil) async throws -> ChatCompletion {
        try await send(.user(text), options: options)
    }

    /// Sends a message of any kind, such as a message with images, and appends the message and its answer.
    ///
    /// - Throws: Any error thrown by `Conversation.send`, or any error that the saver throws before anything is sent.
    @discardableResult
    public func send(_ message: ChatMessage, options: Conversation.Options? = nil) async throws -> ChatCompletion {
        try await turn(options) { $0.ask(message) }
    }

    /// Requests an answer to the last message, such as a tool result that was appended with `update`.
    ///
    /// - Throws: The errors thrown by `send`.
    @discardableResult
    public func answer(options: Conversation.Options? = nil) async throws -> ChatCompletion {
        try await turn(options) { _ in }
    }

    /// Asks the last question again and keeps the previous answer as a branch.
    ///
    /// - Throws: `ConversationError` with code `.noQuestion`, or any error thrown by `send`.
    @discardableResult
    public func retry(options: Conversation.Options? = nil) async throws -> ChatCompletion {
        try await turn(options) { try $0.returnToLastQuestion() }
    }

    /// Replaces the last question and keeps the old question as a branch.
    ///
    /// - Throws: `ConversationError` with code `.noQuestion`, or any error thrown by `send`.
    @discardableResult
    public func edit(_ text: String, options: Conversation.Options? = nil) async throws -> ChatCompletion {
        try await turn(options) { conversation in
            try conversation.undo()
            conversation.ask(.user(text))
        }
    }

    private func turn(
        _ options: Conversation.Options?,
        opening: @Sendable (inout Conversation) throws -> Void
    ) async throws -> ChatCompletion {
        let options = options ?? self.options
        return try await takeTurn(opening: opening) { turn, conversation in
            var exchange = ClientExchange(client: client, options: options)
            let completion = try await conversation.answer(through: &exchange, options: options)
            await end(turn, with: conversation)?.value
            return completion
        }
    }

    /// Begins a turn and saves its question. If the body throws an error, the turn ends as failed.
    ///
    /// - Parameters:
    ///   - opening: A closure that changes the conversation so that it ends with the question. If the closure throws,
    ///     nothing is changed.
    ///   - body: A closure that sends the request, and then either ends the turn or hands it over to a stream.
    /// - Returns: The result of the body.
    /// - Throws: `CancellationError` if the task is cancelled before the turn begins, or any error thrown by `opening`,
    ///   the saver or the body.
    func takeTurn<Answer: Sendable>(
        opening: @Sendable (inout Conversation) throws -> Void,
        _ body: (Turn, inout Conversation) async throws -> Answer
    ) async throws -> Answer {
        let turn = try await begin()
        var conversation = conversation
        try opening(&conversation)
        do {
            publish(conversation)
            try await saveChanges()
            return try await body(turn, &conversation)
        } catch {
            await fail(turn, &conversation)
            throw error
        }
    }

    /// Ends a turn without an answer. A cancelled caller does not wait for the turn to be saved.
    private func fail(_ turn: Turn, _ conversation: inout Conversation) async {
        conversation.noteFailure()
        let save = end(turn, with: conversation)
        if !Task.isCancelled { await save?.value }
    }
}
