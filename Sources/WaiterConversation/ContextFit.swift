internal import Waiter
internal import WaiterModels

/// A selector that chooses messages from a path so that they fit in a context window.
struct ContextFit {
    /// A selection that fits.
    struct Candidate {
        var dropped: Int
        var messages: [ChatMessage]
        var tokens: TokenCount
    }

    let plan: ContextPlan
    let window: ContextWindow

    func context(
        _ messages: [ChatMessage],
        _ tokens: TokenCount,
        without gone: some Sequence<ContextPlan.Block> = EmptyCollection(),
        _ summary: Conversation.Summary? = nil
    ) -> FittedContext {
        let kept = Set(plan.kept(without: gone).map(\.id))
        return FittedContext(
            messages: messages,
            omitted: plan.path.map(\.id).filter { !kept.contains($0) },
            unsendable: plan.path.map(\.id).filter(plan.unsendable.contains),
            tokens: tokens.tokens,
            reasons: tokens.reasons,
            limit: window.limit,
            summarized: summary
        )
    }

    func tooLong(_ tokens: Int, _ limit: Int) -> ConversationError {
        let bound =
            window.size.map { size in
                guard window.reserve > 0 else { return "context window of \(limit) tokens" }
                return "limit of \(limit) tokens: a context window of \(size), minus \(window.reserve) for the answer"
            } ?? "limit of \(limit) input tokens"
        return ConversationError(
            .contextTooLong,
            "the conversation of \(tokens) tokens exceeds the \(bound)",
            tokens: tokens,
            limit: limit
        )
    }

    // MARK: Messages

    /// Returns the messages without the given blocks. If there is a summary, the summary follows the initial
    /// instructions.
    func messages(
        without gone: some Sequence<ContextPlan.Block>,
        _ summary: Conversation.Summary? = nil
    ) -> [ChatMessage] {
        var messages = plan.kept(without: gone).map(\.message)
        if let summary, !summary.text.isEmpty {
            let place = messages.firstIndex { !$0.isInstruction } ?? messages.endIndex
            messages.insert(message(of: summary), at: place)
        }
        return messages
    }

    /// Returns the message that contains a summary. The message has the same role as the conversation's other
    /// instructions.
    func message(of summary: Conversation.Summary) -> ChatMessage {
        let role = plan.path.first { $0.message.isInstruction }?.message.role ?? .system
        return ChatMessage(role: role, content: .text("Earlier in this conversation: \(summary.text)"))
    }

    // MARK: Omitting

    /// Omits the oldest blocks, but only as many as necessary.
    func dropping(
        _ candidates: [ContextPlan.Block],
        _ limit: Int,
        whole: Int,
        _ count: ([ChatMessage]) async throws -> TokenCount
    ) async throws -> FittedContext {
        guard !candidates.isEmpty else { throw tooLong(whole, limit) }
        let best = try await fewest(candidates, atLeast: 1, limit, whole: whole, count)
        guard let found = best.found else { throw tooLong(best.least, limit) }
        return context(found.messages, found.tokens, without: candidates.prefix(found.dropped))
    }

    /// Finds the smallest number of blocks to omit, oldest first. If the messages cannot be made to fit, returns `nil`
    /// and the smallest token count.
    func fewest(
        _ candidates: [ContextPlan.Block],
        atLeast least: Int,
        _ limit: Int,
        whole: Int,
        summary: Conversation.Summary? = nil,
        _ count: ([ChatMessage]) async throws -> TokenCount
    ) async throws -> (found: Candidate?, least: Int) {
        var search = ContextSearch(candidates, atLeast: least, limit: limit, whole: whole, weight: plan.weight)
        var found: Candidate?
        var smallest = whole
        while let dropped = search.next {
            let messages = messages(without: candidates.prefix(dropped), summary)
            let tokens = try await count(messages)
            smallest = min(smallest, tokens.tokens)
            if search.note(tokens.tokens, without: dropped) {
                found = Candidate(dropped: dropped, messages: messages, tokens: tokens)
            }
        }
        return (found, smallest)
    }
}
