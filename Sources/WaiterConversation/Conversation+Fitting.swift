public import Waiter
public import WaiterModels

extension Conversation {
    /// Chooses what is sent, so that it fits.
    ///
    /// What servers refuse is left out in any case: calls of tools without all of their results, results without their
    /// call, and empty answers. The messages are counted as few times as possible: once whole, then mostly twice.
    ///
    /// - Parameter count: Counts the tokens of a request with these messages; the number is taken for exact.
    /// - Throws: `ConversationError` with code `.contextTooLong` when even what must be sent does not fit, or the policy
    ///   is to fail; what `count` and the policy's summary throw.
    public func fitted(
        to window: ContextWindow,
        policy: ContextPolicy = .dropOldest,
        count: ([ChatMessage]) async throws -> Int
    ) async throws -> FittedContext {
        try await fitted(to: window, policy: policy, counting: { TokenCount(text: try await count($0)) })
    }

    /// The same with a count that says whether it is exact, such as that of `TokenCounter`.
    ///
    ///     let counter = TokenCounter(model: conversation.model)
    ///     let context = try await conversation.fitted(to: window, counting: { counter.count($0) })
    ///
    /// - Parameter count: Counts the tokens of a request with these messages.
    /// - Throws: `ConversationError` with code `.contextTooLong` when even what must be sent does not fit, or the policy
    ///   is to fail; what `count` and the policy's summary throw.
    public func fitted(
        to window: ContextWindow,
        policy: ContextPolicy = .dropOldest,
        counting count: ([ChatMessage]) async throws -> TokenCount
    ) async throws -> FittedContext {
        let fit = ContextFit(plan: ContextPlan(path), window: window)
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

    /// Notes what was chosen for a call: `lastFit`, and the summary, so that it need not be made again.
    public mutating func remember(_ context: FittedContext) {
        memory.lastFit = context
        if let summarized = context.summarized { summary = summarized }
    }

    /// Puts a summary in the place of what would be left out: the one that there is, else a new one, made of that and of
    /// what came since.
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
        // Half of the room, so that not every question needs a new summary.
        let half = try await fit.fewest(blocks, atLeast: told + 1, max(1, limit / 2), whole: whole, count)
        let dropped = half.found?.dropped ?? blocks.count
        let news = fit.plan.messages(in: blocks[told..<dropped])
        let before = known.map { [fit.message(of: $0)] } ?? []
        let text = try await summarize(before + news, limit)
        let made = Summary(text: text, covers: blocks.prefix(dropped).flatMap(\.ids))
        let best = try await fit.fewest(blocks, atLeast: dropped, limit, whole: whole, summary: made, count)
        // A summary that is itself too long is no help.
        guard let found = best.found else { return try await fit.dropping(blocks, limit, whole: whole, count) }
        return fit.context(found.messages, found.tokens, without: blocks.prefix(found.dropped), made)
    }
}
