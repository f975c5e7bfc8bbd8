public import Waiter

extension Conversation {
    /// Asks, passes the answer on as it arrives, and keeps it.
    ///
    ///     try await conversation.stream("Count to ten.", with: client) { chunk in
    ///         print(chunk.choices.first?.delta.content ?? "", terminator: "")
    ///     }
    ///
    /// `onChunk` runs where the caller does: in an actor or on the main actor it may use what is isolated there. What arrived
    /// of an answer that is cut off, by the network, by cancellation or by what `onChunk` throws, is kept as `interrupted`; if
    /// nothing arrived, the question stays as after a failed `send`.
    ///
    /// - Throws: The errors thrown by `send`; errors thrown by `onChunk`.
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

    /// Asks for an answer to what was said last, and passes it on as it arrives.
    ///
    /// - Throws: The errors thrown by `answer`; errors thrown by `onChunk`.
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

    /// Asks the last question again, and passes the answer on as it arrives.
    ///
    /// - Throws: The errors thrown by `retry`; errors thrown by `onChunk`.
    @discardableResult
    nonisolated(nonsending) public mutating func retry(
        with client: OpenAI,
        options: Options = Options(),
        onChunk: nonisolated(nonsending) (ChatCompletionChunk) async throws -> Void
    ) async throws -> ChatCompletion {
        try returnToLastQuestion()
        return try await streamAnswer(with: client, options: options, onChunk: onChunk)
    }

    /// Asks the last question in other words, and passes the answer on as it arrives.
    ///
    /// - Throws: The errors thrown by `edit`; errors thrown by `onChunk`.
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

    /// Sends a request once; nil when it is to be sent again, fitted to what its refusal says.
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
            for try await chunk in try await client.chat.completions.stream(request, options: options) {
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
