public import Waiter
public import WaiterModels

extension Conversation {
    /// Selects the messages to send so that they fit in a context window.
    ///
    /// Messages that servers reject are always omitted: tool calls without all of their results, results without
    /// their call, and empty answers. Tokens are counted as few times as possible: once for all messages, and then
    /// usually twice more.
    ///
    /// - Parameters:
    ///   - window: The context window that the messages must fit in.
    ///   - policy: The policy for messages that do not fit.
    ///   - count: A closure that counts the tokens in a request with the given messages. Its result is considered
    ///     exact.
    /// - Returns: The selected messages and the omitted messages.
    /// - Throws: `ConversationError` with code `.contextTooLong` if the messages that must be sent do not fit. If
    ///   the policy is to fail the call, the error is thrown if the messages as a whole do not fit. Also throws any
    ///   error thrown by `count` or the policy's summary closure.
    public func fitted(
        to window: ContextWindow,
        policy: ContextPolicy = .dropOldest,
        count: ([ChatMessage]) async throws -> Int
    ) async throws -> FittedContext {
        try await fitted(to: window, policy: policy, counting: { TokenCount(text: try await count($0)) })
    }

    /// Selects the messages to send. The token counts can be estimates, such as counts from `TokenCounter`.
    ///
    ///     let counter = TokenCounter(model: conversation.model)
    ///     let context = try await conversation.fitted(to: window, counting: { counter.count($0) })
    ///
    /// - Parameters:
    ///   - window: The context window that the messages must fit in.
    ///   - policy: The policy for messages that do not fit.
    ///   - count: A closure that counts the tokens in a request with the given messages.
    /// - Returns: The selected messages and the omitted messages.
    /// - Throws: `ConversationError` with code `.contextTooLong` if the messages that must be sent do not fit. If
    ///   the policy is to fail the call, the error is thrown if the messages as a whole do not fit. Also throws any
    ///   error thrown by `count` or the policy's summary closure.
    public func fitted(
        to window: ContextWindow,
        policy: ContextPolicy = .dropOldest,
        counting count: ([ChatMessage]) async throws -> TokenCount
    ) async throws -> FittedContext {
        try await fitted(to: window, policy: policy, over: .chatCompletions, counting: count)
    }

    /// Selects the messages to send through an API. For the Responses API, a compaction item replaces the messages
    /// before it.
    func fitted(
        to window: ContextWindow,
        policy: ContextPolicy,
        over api: ModelAPI,
        counting count: ([ChatMessage]) async throws -> TokenCount
    ) async throws -> FittedContext {
        let fit = ContextFit(plan: ContextPlan(path, over: api), window: window)
        let whole = fit.plan.kept(without: []).map(\.message)
        let tokens = try await count(whole)
        guard let limit = window.limit, tokens.tokens > limit else { return fit.context(whole, tokens) }
        let blocks = fit.plan.blocks
        switch policy.kind {
        case .sendEverything:
            return fit.context(whole, tokens)
        case .failIfCertain where !tokens.isExact && tokens.tokens - tokens.tokens / 5 <= limit:
            return fit.context(whole, tokens)
        case .fail, .failIfCertain:
            throw fit.tooLong(tokens.tokens, limit)
        case .dropOldest(let keepsPinned):
            let candidates = blocks.filter { !keepsPinned || !$0.isPinned }
            return try await fit.dropping(candidates, limit, whole: tokens.tokens, count)
        case .summarize(let summarize):
            return try await summarizing(fit, limit, whole: tokens.tokens, summarize, count)
        }
    }

    /// Records the selection for a call by setting `lastFit` and storing the summary for reuse.
    public mutating func remember(_ context: FittedContext) {
        memory.lastFit = context
        if let summarized = context.summarized { summary = summarized }
    }

    /// Replaces omitted messages with the existing summary. If the result still does not fit, creates a new summary
    /// that also covers more recent messages.
    private func summarizing(
        _ fit: ContextFit,
        _ limit: Int,
        whole: Int,
        _ summarize: @Sendable ([ChatMessage], Int) async throws -> String,
        _ count: ([ChatMessage]) async throws -> TokenCount
    ) async throws -> FittedContext {
        let blocks = fit.plan.blocks
        let told = summary.map(fit.plan.blocks(coveredBy:)) ?? 0
        let known = told > 0 ? summary : nil
        if let known {
            let messages = fit.messages(without: blocks.prefix(told), known)
            let tokens = try await count(messages)
            if tokens.tokens <= limit {
                return fit.context(messages, tokens, without: blocks.prefix(told), known)
            }
        }
        guard told < blocks.count else { return try await fit.dropping(blocks, limit, whole: whole, count) }
        // Only half of the window is filled, so that not every question requires a new summary.
        let half = try await fit.fewest(blocks, atLeast: told + 1, max(1, limit / 2), whole: whole, count)
        let dropped = half.found?.dropped ?? blocks.count
        let news = fit.plan.messages(in: blocks[told..<dropped])
        let before = known.map { [fit.message(of: $0)] } ?? []
        let text = try await summarize(before + news, limit)
        let made = Summary(text: text, covers: blocks.prefix(dropped).flatMap(\.ids))
        let best = try await fit.fewest(blocks, atLeast: dropped, limit, whole: whole, summary: made, count)
        // A summary that is itself too long is not used.
        guard let found = best.found else { return try await fit.dropping(blocks, limit, whole: whole, count) }
        return fit.context(found.messages, found.tokens, without: blocks.prefix(found.dropped), made)
    }
}
