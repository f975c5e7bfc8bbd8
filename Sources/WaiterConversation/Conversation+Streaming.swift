public import Waiter

extension Conversation {
    /// Asks, hands the answer over piece by piece, and keeps it.
    ///
    ///     try await conversation.stream("Count to ten.", with: client) { chunk in
    ///         print(chunk.choices.first?.delta.content ?? "", terminator: "")
    ///     }
    ///
    /// What came of an answer that is cut off, by the network, by cancellation or by what `onChunk` throws, is kept as
    /// `interrupted`; if nothing came, the question stays alone.
    ///
    /// - Throws: What `send` throws, and what `onChunk` throws.
    @discardableResult
    public mutating func stream(
        _ text: String,
        with client: OpenAI,
        options: Options = Options(),
        onChunk: (ChatCompletionChunk) async throws -> Void
    ) async throws -> ChatCompletion {
        append(.user(text))
        return try await streamAnswer(with: client, options: options, onChunk: onChunk)
    }

    /// The same for what was said last.
    ///
    /// - Throws: What `answer` throws, and what `onChunk` throws.
    @discardableResult
    public mutating func streamAnswer(
        with client: OpenAI,
        options: Options = Options(),
        onChunk: (ChatCompletionChunk) async throws -> Void
    ) async throws -> ChatCompletion {
        try await withoutActuallyEscaping(onChunk) { onChunk in
            var exchange = StreamedExchange(client: client, options: options.request, onChunk: onChunk)
            return try await answer(through: &exchange, options: options)
        }
    }

    /// Asks the last question again, and hands the answer over piece by piece.
    ///
    /// - Throws: What `retry` throws, and what `onChunk` throws.
    @discardableResult
    public mutating func retry(
        with client: OpenAI,
        options: Options = Options(),
        onChunk: (ChatCompletionChunk) async throws -> Void
    ) async throws -> ChatCompletion {
        head = try lastQuestion().id
        return try await streamAnswer(with: client, options: options, onChunk: onChunk)
    }

    /// Asks the last question in other words, and hands the answer over piece by piece.
    ///
    /// - Throws: What `edit` throws, and what `onChunk` throws.
    @discardableResult
    public mutating func edit(
        _ text: String,
        with client: OpenAI,
        options: Options = Options(),
        onChunk: (ChatCompletionChunk) async throws -> Void
    ) async throws -> ChatCompletion {
        try undo()
        return try await stream(text, with: client, options: options, onChunk: onChunk)
    }
}
