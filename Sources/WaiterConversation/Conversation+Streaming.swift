public import Waiter

extension Conversation {
    /// Sends a message, passes the answer's chunks to a closure as they arrive, and appends the answer.
    ///
    ///     try await conversation.stream("Count to ten.", with: client) { chunk in
    ///         print(chunk.choices.first?.delta.content ?? "", terminator: "")
    ///     }
    ///
    /// `onChunk` runs in the caller's isolation, so it can use an actor's state. If the answer is interrupted by the
    /// network, by cancellation, or by an error thrown by `onChunk`, the received content is stored with the status
    /// `interrupted`. If no content was received, the question remains, as after a failed `send`.
    ///
    /// - Throws: Any error thrown by `send` or `onChunk`.
    @discardableResult
    nonisolated(nonsending) public mutating func stream(
        _ text: String,
        with client: OpenAI,
        options: Options = Options(),
        onChunk: nonisolated(nonsending) (ChatCompletionChunk) async throws -> Void
    ) async throws -> ChatCompletion {
        ask(.user(text))
        return try await streamAnswer(with: client, options: options, onChunk: onChunk)
    }

    /// Requests an answer to the last message and passes the answer's chunks to a closure as they arrive.
    ///
    /// - Throws: Any error thrown by `answer` or `onChunk`.
    @discardableResult
    nonisolated(nonsending) public mutating func streamAnswer(
        with client: OpenAI,
        options: Options = Options(),
        onChunk: nonisolated(nonsending) (ChatCompletionChunk) async throws -> Void
    ) async throws -> ChatCompletion {
        var call = beginCall(options)
        do {
            while true {
                let request = try await prepare(&call)
                let completion = try await chunks(of: request, &call, with: client, onChunk: onChunk)
                if let completion { return completion }
            }
        } catch {
            noteFailure()
            throw error
        }
    }

    /// Asks the last question again and passes the chunks of the answer to a closure as they arrive.
    ///
    /// - Throws: Any error thrown by `retry` or `onChunk`.
    @discardableResult
    nonisolated(nonsending) public mutating func retry(
        with client: OpenAI,
        options: Options = Options(),
        onChunk: nonisolated(nonsending) (ChatCompletionChunk) async throws -> Void
    ) async throws -> ChatCompletion {
        try returnToLastQuestion()
        return try await streamAnswer(with: client, options: options, onChunk: onChunk)
    }

    /// Replaces the last question and passes the chunks of the answer to a closure as they arrive.
    ///
    /// - Throws: Any error thrown by `edit` or `onChunk`.
    @discardableResult
    nonisolated(nonsending) public mutating func edit(
        _ text: String,
        with client: OpenAI,
        options: Options = Options(),
        onChunk: nonisolated(nonsending) (ChatCompletionChunk) async throws -> Void
    ) async throws -> ChatCompletion {
        try undo()
        return try await stream(text, with: client, options: options, onChunk: onChunk)
    }

    /// Sends a request once. Returns `nil` if the server rejected the request as too long, in which case the request
    /// must be fitted to the reported limit and sent again.
    nonisolated(nonsending) private mutating func chunks(
        of request: ChatCompletionRequest,
        _ call: inout ConversationCall,
        with client: OpenAI,
        onChunk: nonisolated(nonsending) (ChatCompletionChunk) async throws -> Void
    ) async throws -> ChatCompletion? {
        let options = call.options.request.metered(in: id)
        var received = ChatCompletionAccumulator()
        var hasBegun = false
        do {
            for try await chunk in try await client.chunks(of: request, call.options.api, options) {
                hasBegun = true
                received.append(chunk)
                try await onChunk(chunk)
            }
            let completion = received.completion
            finish(call, with: completion)
            return completion
        } catch let error as OpenAIError where error.code == .contextLengthExceeded && !hasBegun {
            if let failure = learn(from: error, &call) { throw failure }
            return nil
        } catch {
            keepPartial(hasBegun ? received.completion : nil, error)
            throw error
        }
    }
}
