public import Waiter

/// What happens when a conversation does not fit into the model's context.
///
/// System and developer messages and the last question with all that follows it are always sent; a tool call is never
/// parted from its result.
public struct ContextPolicy: Sendable {
    enum Kind: Sendable {
        case sendEverything
        case fail
        case failIfCertain
        case dropOldest(keepsPinned: Bool)
        /// The closure also gets the tokens that the conversation has room for.
        case summarize(@Sendable ([ChatMessage], Int) async throws -> String)
    }

    let kind: Kind

    /// Everything is sent, uncounted: the server decides whether it fits.
    public static let sendEverything = ContextPolicy(kind: .sendEverything)

    /// The call fails before anything is sent.
    public static let fail = ContextPolicy(kind: .fail)

    /// The call fails before anything is sent if the messages certainly do not fit.
    ///
    /// Certain is an exact count beyond the limit, or an estimate beyond it by a quarter. Messages of fewer bytes than the context has
    /// tokens are sent uncounted, since no token has less than a byte.
    package static let failIfCertain = ContextPolicy(kind: .failIfCertain)

    /// The oldest questions are left out with their answers, as many as needed.
    public static let dropOldest = ContextPolicy(kind: .dropOldest(keepsPinned: false))

    /// The same, but what is pinned stays, and with it the question and the answers that it belongs to.
    public static let keepPinned = ContextPolicy(kind: .dropOldest(keepsPinned: true))

    /// What would be left out is replaced by a summary of it, which the closure makes of those messages.
    ///
    /// The summary is sent as a system message; the conversation itself keeps everything. It is kept, too, so that the
    /// closure is called again only when more must be left out: then it gets the old summary, as a system message, and
    /// what came since. An empty summary, or one that itself is too long, is not sent. What the closure throws reaches
    /// the caller.
    public static func summarize(with summary: @escaping @Sendable ([ChatMessage]) async throws -> String) -> Self {
        ContextPolicy(kind: .summarize { messages, _ in try await summary(messages) })
    }

    /// Whether there is anything that it leaves out.
    package var leavesOut: Bool {
        switch kind {
        case .sendEverything, .fail, .failIfCertain: false
        case .dropOldest, .summarize: true
        }
    }
}
