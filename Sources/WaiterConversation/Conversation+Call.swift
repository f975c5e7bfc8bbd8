package import Waiter
internal import WaiterModels

extension Conversation {
    /// Fits, asks, and keeps the answer; a server that says the context is smaller is believed once.
    ///
    /// - Parameters:
    ///   - hasBegun: Whether something of an answer has come, after which nothing is sent again.
    ///   - ask: Sends a request.
    mutating func fitting(
        _ options: Options,
        hasBegun: () -> Bool = { false },
        asking ask: (ChatCompletionRequest) async throws -> ChatCompletion
    ) async throws -> ChatCompletion {
        let bare = options.request(model, [])
        let answer = options.answerLimit(of: bare)
        let known = ContextWindow(model: bare.model, catalogue: options.catalogue, answer: answer)
        var window = corrected(options.window ?? known, for: bare.model, answer: answer)
        let counter = TokenCounter(model: bare.model, catalogue: options.catalogue)
        var attachments = AttachmentResolver(options.attachment)
        var refusal: OpenAIError?
        while true {
            let context: FittedContext
            do {
                context = try await fit(to: window, options, counter, &attachments)
            } catch let error as ConversationError where error.code == .contextTooLong {
                // What was only guessed is no reason to contradict the server.
                if let refusal, ContextOverflow(refusal.server).size == nil { throw refusal }
                throw error
            }
            remember(context)
            do {
                let messages = try attachments.restored(context.messages)
                let completion = try await ask(options.request(model, messages))
                keep(completion, status: .complete)
                if refusal != nil { learn(window, bare.model) }
                return completion
            } catch let error as OpenAIError where error.code == .contextLengthExceeded && !hasBegun() {
                guard refusal == nil else { throw Self.refused(error, context) }
                let guesses = options.policy.leavesOut
                guard let next = Self.learned(from: error, context, window, answer: answer, guesses: guesses) else {
                    throw error
                }
                (window, refusal) = (next, error)
                // What was only guessed is learned when it has helped.
                if ContextOverflow(error.server).size != nil { learn(window, bare.model) }
            }
        }
    }

    private mutating func learn(_ window: ContextWindow, _ model: String) {
        memory.learned = window.size.map { LearnedContext(model: model, size: $0) }
    }

    private func fit(
        to window: ContextWindow,
        _ options: Options,
        _ counter: TokenCounter,
        _ attachments: inout AttachmentResolver
    ) async throws -> FittedContext {
        return try await fitted(to: window, policy: options.policy) { messages in
            let whole = try attachments.restored(messages)
            if let count = options.count { return TokenCount(text: try await count(whole)) }
            return counter.count(options.request(model, whole))
        }
    }

    /// The error for a server that refuses what it said it would take.
    private static func refused(_ error: OpenAIError, _ context: FittedContext) -> ConversationError {
        let told = ContextOverflow(error.server)
        let tokens = told.tokens ?? context.tokens
        let limit = told.size ?? context.limit
        var refused = ConversationError(
            .contextTooLong,
            "the server refused \(tokens) tokens as too long\(limit.map { ", with \($0) allowed" } ?? ""), "
                + "after the conversation was made to fit what it had said before",
            tokens: tokens,
            limit: limit
        )
        refused.requestID = error.requestID
        return refused
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
