public import Waiter

extension ConversationSession {
    /// Asks, and returns the answer as a stream once the server has accepted the request.
    ///
    ///     let answer = try await session.stream("Count to ten.")
    ///     for try await chunk in answer { print(chunk.text, terminator: "") }
    ///
    /// Failures before the answer are thrown here, before a server of one's own has sent its response head: a
    /// budget, a rate limit, a failed connection, a refusal. What ends an answer later is thrown by the loop that reads it.
    ///
    /// - Throws: What `send` throws.
    public func stream(_ text: String, options: Conversation.Options? = nil) async throws -> AnswerStream {
        try await stream(.user(text), options: options)
    }

    /// Asks with a message of any kind, and returns the answer as a stream once the server has accepted the request.
    ///
    /// - Throws: What `send` throws.
    public func stream(_ message: ChatMessage, options: Conversation.Options? = nil) async throws -> AnswerStream {
        try await streamedTurn(options) { $0.ask(message) }
    }

    /// Asks for an answer to what was said last, as a stream.
    ///
    /// - Throws: What `send` throws.
    public func streamAnswer(options: Conversation.Options? = nil) async throws -> AnswerStream {
        try await streamedTurn(options) { _ in }
    }

    /// Asks the last question again, for a streamed answer; the answer that there was stays as a branch.
    ///
    /// - Throws: `ConversationError` with code `.noQuestion`; what `send` throws.
    public func streamRetry(options: Conversation.Options? = nil) async throws -> AnswerStream {
        try await streamedTurn(options) { try $0.returnToLastQuestion() }
    }

    /// Asks the last question in other words, for a streamed answer; the old one stays as a branch.
    ///
    /// - Throws: `ConversationError` with code `.noQuestion`; what `send` throws.
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

    /// Fits a call and sends it until the server accepts.
    func open(
        _ conversation: inout Conversation,
        _ call: inout ConversationCall
    ) async throws -> EventStream<ChatCompletionChunk> {
        while true {
            let request = try await conversation.prepare(&call)
            do {
                let options = call.options.request.metered(in: id)
                return try await client.chat.completions.stream(request, options: options)
            } catch let error as OpenAIError where error.code == .contextLengthExceeded {
                if let failure = conversation.learn(from: error, &call) { throw failure }
            }
        }
    }
}
