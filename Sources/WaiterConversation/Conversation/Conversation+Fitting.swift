public import Waiter

extension Conversation {
    /// Chooses what is sent, so that it fits.
    ///
    /// The messages are counted as few times as possible: once whole, then by halves.
    ///
    /// - Parameters:
    ///   - count: Counts the tokens of a request with these messages.
    /// - Throws: `ConversationError` with code `.contextTooLong` when even what must be sent does not fit, or the policy
    ///   is to fail; what `count` and the policy's summary throw.
    public func fitted(
        to window: ContextWindow,
        policy: ContextPolicy = .dropOldest,
        count: ([ChatMessage]) async throws -> Int
    ) async throws -> FittedContext {
        let blocks = Self.blocks(of: path)
        let all = blocks.flatMap(\.nodes)
        let tokens = try await count(all.map(\.message))
        guard let limit = window.limit, tokens > limit else {
            return FittedContext(
                messages: all.map(\.message),
                omitted: [],
                tokens: tokens,
                limit: window.limit,
                summary: nil
            )
        }
        let free = blocks.indices.filter { !blocks[$0].isFixed }
        switch policy.kind {
        case .fail: throw Self.tooLong(tokens, limit, window)
        case .dropOldest(let keepsPinned):
            let candidates = free.filter { place in !keepsPinned || !blocks[place].nodes.contains { $0.isPinned } }
            return try await dropping(blocks, candidates, limit, window, count)
        case .summarize(let summarize):
            // Half of the room, so that not every question needs a new summary.
            let half = max(1, limit / 2)
            let first = try await dropping(blocks, free, half, window, isLenient: true, count)
            let omitted = Set(first.omitted)
            let text = try await summarize(all.filter { omitted.contains($0.id) }.map(\.message))
            let summary = Summary(text: text, omitted: omitted)
            return try await dropping(blocks, free, limit, window, summary: summary, count)
        }
    }

    private static func tooLong(_ tokens: Int, _ limit: Int, _ window: ContextWindow) -> ConversationError {
        ConversationError(
            .contextTooLong,
            "the conversation of \(tokens) tokens does not fit into \(limit) "
                + "(a context of \(window.size ?? limit), \(window.reserve) of it kept for the answer)",
            tokens: tokens,
            limit: limit
        )
    }

    // MARK: Blocks

    /// Messages that are sent together or not at all: a question and all that follows it up to the next one.
    private struct Block {
        var nodes: [Node]
        /// Whether it is always sent.
        var isFixed: Bool
    }

    private static func blocks(of path: [Node]) -> [Block] {
        var blocks: [Block] = []
        for node in path {
            let role = node.message.role
            if role == .system || role == .developer {
                blocks.append(Block(nodes: [node], isFixed: true))
            } else if role == .user || blocks.last?.isFixed ?? true {
                blocks.append(Block(nodes: [node], isFixed: false))
            } else {
                blocks[blocks.count - 1].nodes.append(node)
            }
        }
        if let last = blocks.lastIndex(where: { !$0.isFixed }) { blocks[last].isFixed = true }
        return blocks
    }

    /// What stands for messages that are left out in any case.
    private struct Summary {
        var text: String
        var omitted: Set<Int>
    }

    /// What is sent when some blocks are left out.
    private func messages(_ blocks: [Block], without gone: ArraySlice<Int>, _ summary: Summary?) -> [ChatMessage] {
        let gone = Set(gone)
        let kept = blocks.indices.filter { !gone.contains($0) }.flatMap { blocks[$0].nodes }
        var messages = kept.map(\.message)
        if let summary, !gone.isEmpty {
            let place = messages.firstIndex { $0.role != .system && $0.role != .developer } ?? messages.endIndex
            messages.insert(.system("Earlier in this conversation: \(summary.text)"), at: place)
        }
        return messages
    }

    /// Leaves out as few of the oldest blocks as needed, found by halving: dropping more never takes more room.
    ///
    /// - Parameter candidates: The blocks that may be left out, oldest first.
    private func dropping(
        _ blocks: [Block],
        _ candidates: [Int],
        _ limit: Int,
        _ window: ContextWindow,
        summary: Summary? = nil,
        isLenient: Bool = false,
        _ count: ([ChatMessage]) async throws -> Int
    ) async throws -> FittedContext {
        // With a summary, what it tells of is left out in any case.
        let told = candidates.prefix { place in
            blocks[place].nodes.allSatisfy { summary?.omitted.contains($0.id) ?? false }
        }.count
        var (low, high) = (max(told, 1), candidates.count)
        var best = messages(blocks, without: candidates[...], summary)
        var tokens = try await count(best)
        if tokens > limit, !isLenient { throw Self.tooLong(tokens, limit, window) }
        while low < high, tokens <= limit {
            let middle = low + (high - low) / 2
            let tried = messages(blocks, without: candidates.prefix(middle), summary)
            let triedTokens = try await count(tried)
            if triedTokens <= limit {
                (high, best, tokens) = (middle, tried, triedTokens)
            } else {
                low = middle + 1
            }
        }
        let gone = candidates.prefix(high)
        return FittedContext(
            messages: best,
            omitted: gone.flatMap { blocks[$0].nodes.map(\.id) },
            tokens: tokens,
            limit: window.limit,
            summary: gone.isEmpty ? nil : summary?.text
        )
    }
}
