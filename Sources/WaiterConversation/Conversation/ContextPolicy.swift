public import Waiter

/// What happens when a conversation does not fit into the model's context.
///
/// System and developer messages and the last question with all that follows it are always sent; a tool call is never
/// parted from its result.
public struct ContextPolicy: Sendable {
    enum Kind: Sendable {
        case fail
        case dropOldest(keepsPinned: Bool)
        case summarize(@Sendable ([ChatMessage]) async throws -> String)
    }

    let kind: Kind

    /// The call fails before anything is sent.
    public static let fail = ContextPolicy(kind: .fail)

    /// The oldest questions are left out with their answers, as many as needed.
    public static let dropOldest = ContextPolicy(kind: .dropOldest(keepsPinned: false))

    /// The same, but what is pinned stays, and with it the question and the answers that it belongs to.
    public static let keepPinned = ContextPolicy(kind: .dropOldest(keepsPinned: true))

    /// What would be left out is replaced by a summary of it, which the closure makes of those messages.
    ///
    /// The summary is sent as a system message; the conversation itself keeps everything. What the closure throws
    /// reaches the caller.
    public static func summarize(with summary: @escaping @Sendable ([ChatMessage]) async throws -> String) -> Self {
        ContextPolicy(kind: .summarize(summary))
    }
}
