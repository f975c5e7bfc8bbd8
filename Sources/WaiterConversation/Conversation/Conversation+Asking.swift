public import Waiter

extension Conversation {
    /// How a conversation is carried on.
    public struct Options: Sendable {
        /// What each call does differently from its client.
        public var request: RequestOptions
        /// What happens when the conversation does not fit.
        public var policy: ContextPolicy
        /// The model's context; its size is learned when a server says that the conversation is too long for it.
        public var window: ContextWindow
        /// Counts the tokens of a request with these messages; nil for an estimate, four bytes a token.
        public var count: (@Sendable ([ChatMessage]) async throws -> Int)?
        /// Sets what else the requests carry, such as a temperature or tools.
        public var prepare: (@Sendable (inout ChatCompletionRequest) -> Void)?

        /// Makes options.
        public init(
            request: RequestOptions = RequestOptions(),
            policy: ContextPolicy = .dropOldest,
            window: ContextWindow = ContextWindow(size: nil),
            count: (@Sendable ([ChatMessage]) async throws -> Int)? = nil,
            prepare: (@Sendable (inout ChatCompletionRequest) -> Void)? = nil
        ) {
            self.request = request
            self.policy = policy
            self.window = window
            self.count = count
            self.prepare = prepare
        }

        func tokens(_ messages: [ChatMessage]) async throws -> Int {
            if let count { return try await count(messages) }
            return messages.reduce(3) { $0 + 4 + $1.text.utf8.count / 4 }
        }
    }

    /// Asks, and keeps question and answer.
    ///
    /// When the call fails the question stays, so that `retry` asks it again.
    ///
    /// - Throws: `OpenAIError`, `ConversationError` with code `.contextTooLong`, `CancellationError`.
    @discardableResult
    public mutating func send(
        _ text: String,
        with client: OpenAI,
        options: Options = Options()
    ) async throws -> ChatCompletion {
        append(.user(text))
        return try await answer(with: client, options: options)
    }

    /// Asks for an answer to what was said last, and keeps it: after `append`, for images, tools and the like.
    ///
    /// - Throws: `OpenAIError`, `ConversationError` with code `.contextTooLong`, `CancellationError`.
    @discardableResult
    public mutating func answer(with client: OpenAI, options: Options = Options()) async throws -> ChatCompletion {
        try await fitting(options) { request in
            try await client.chat.completions.create(request, options: options.request)
        }
    }

    /// Asks, hands the answer over piece by piece, and keeps it.
    ///
    /// What came of an answer that is cut off, by the network or by what `onChunk` throws, is kept as `interrupted`.
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
        var accumulator = ChatCompletionAccumulator()
        do {
            return try await fitting(options) { request in
                for try await chunk in try await client.chat.completions.stream(request, options: options.request) {
                    accumulator.append(chunk)
                    try await onChunk(chunk)
                }
                return accumulator.completion
            }
        } catch {
            let partial = accumulator.completion
            if let choice = partial.choices.first, !choice.message.isEmpty {
                keep(partial, status: .interrupted)
            }
            throw error
        }
    }

    /// Asks the last question again; the answer that there was stays as a branch.
    ///
    /// - Throws: `ConversationError` with code `.noQuestion`; what `send` throws.
    @discardableResult
    public mutating func retry(with client: OpenAI, options: Options = Options()) async throws -> ChatCompletion {
        head = try lastQuestion().id
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

    // MARK: The call

    /// Fits, asks, and keeps the answer; a server that says the context is smaller is believed once.
    private mutating func fitting(
        _ options: Options,
        _ ask: (ChatCompletionRequest) async throws -> ChatCompletion
    ) async throws -> ChatCompletion {
        var window = options.window
        for isFirst in [true, false] {
            let context = try await fitted(to: window, policy: options.policy, count: options.tokens)
            var request = ChatCompletionRequest(model: model, messages: context.messages)
            options.prepare?(&request)
            do {
                let completion = try await ask(request)
                keep(completion, status: .complete)
                return completion
            } catch let error as OpenAIError where error.code == .contextLengthExceeded && isFirst {
                guard let learned = Self.learned(from: error, context, window) else { throw error }
                window = learned
            }
        }
        throw ConversationError(.contextTooLong, "the server takes less than it says")
    }

    /// The window that makes the next attempt fit, in the units of our own count.
    package static func learned(
        from error: OpenAIError,
        _ context: FittedContext,
        _ window: ContextWindow
    ) -> ContextWindow? {
        guard let size = error.server?.contextSize, size > 0 else { return nil }
        var window = window
        window.size = size
        if let counted = error.server?.promptTokens, counted > context.tokens, context.tokens > 0 {
            // The server counts more than we do: so will it next time.
            window.size = size * context.tokens / counted
        }
        window.reserve = min(window.reserve, max(1, size / 4))
        guard let limit = window.limit, limit < context.tokens else { return nil }
        return window
    }

    /// Keeps an answer; tool calls, refusals and all.
    package mutating func keep(_ completion: ChatCompletion, status: Status) {
        guard let choice = completion.choices.first else { return }
        let id = append(ChatMessage(choice.message), status: status)
        nodes[id].model = completion.model.isEmpty ? model : completion.model
        nodes[id].usage = completion.usage
        nodes[id].finishReason = choice.finishReason
    }
}

extension ChatCompletion.Message {
    fileprivate var isEmpty: Bool {
        (content ?? "").isEmpty && toolCalls.isEmpty && (refusal ?? "").isEmpty && functionCall == nil
    }
}
