public import Waiter

extension ConversationSession {
    /// Sends a message and returns the answer as a stream. The method returns when the server has accepted the request.
    ///
    ///     let answer = try await session.stream("Count to ten.")
    ///     for try await chunk in answer { print(chunk.text, terminator: "") }
    ///
    /// Errors that occur before the answer begins are thrown by this method, so that a service can still choose its own
    /// response status. Possible causes include an exceeded budget, a rate limit, a failed connection and a rejected
    /// request. Later errors are thrown while the stream is being read.
    ///
    /// - Throws: The errors thrown by `send`.
    public func stream(_ text: String, options: Conversation.Options? = nil) async throws -> AnswerStream {
        try await stream(.user(text), options: options)
    }

    /// Sends a message of any kind and returns the answer as a stream. The method returns when the server has accepted
    /// the request.
    ///
    /// - Throws: The errors thrown by `send`.
    public func stream(_ message: ChatMessage, options: Conversation.Options? = nil) async throws -> AnswerStream {
        try await streamedTurn(options) { $0.ask(message) }
    }

    /// Requests a streamed answer to the last message.
    ///
    /// - Throws: The errors thrown by `send`.
    public func streamAnswer(options: Conversation.Options? = nil) async throws -> AnswerStream {
        try await streamedTurn(options) { _ in }
    }

    /// Asks the last question again and streams the answer. The previous answer is kept as a branch.
    ///
    /// - Throws: `ConversationError` with code `.noQuestion`, or any error thrown by `send`.
    public func streamRetry(options: Conversation.Options? = nil) async throws -> AnswerStream {
        try await streamedTurn(options) { try $0.returnToLastQuestion() }
    }

    /// Replaces the last question and streams the answer. The old question is kept as a branch.
    ///
    /// - Throws: `ConversationError` with code `.noQuestion`, or any error thrown by `send`.
    public func streamEdit(_ text: String, options: Conversation.Options? = nil) async throws -> AnswerStream {
        try await streamedTurn(options) { conversation in
            try conversation.undo()
            conversation.ask(.user(text))
        }
    }

    private func streamedTurn(
        _ options: Conversation.Options?,
        opening: @Sendable (inout Conversation) throws -> Void
    ) async throws -> AnswerStream {
        try await takeTurn(opening: opening) { turn, conversation in
            var call = conversation.beginCall(options ?? self.options)
            let chunks = try await open(&conversation, &call)
            publish(conversation)
            return AnswerStream(chunks, of: call, in: conversation, turn, self)
        }
    }

    /// Repeatedly fits the call to the context window and sends it, until the server accepts it.
    func open(
        _ conversation: inout Conversation,
        _ call: inout ConversationCall
    ) async throws -> EventStream<ChatCompletionChunk> {
        while true {
            let request = try await conversation.prepare(&call)
            do {
                let options = call.options.request.metered(in: id)
                return try await client.chunks(of: request, call.options.api, options)
            } catch let error as OpenAIError where error.code == .contextLengthExceeded {
                if let failure = conversation.learn(from: error, &call) { throw failure }
            }
        }
    }
}
