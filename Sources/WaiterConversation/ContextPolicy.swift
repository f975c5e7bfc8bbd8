public import Waiter

/// A policy for handling conversations that exceed the model's context window.
///
/// System and developer messages, the last question, and everything after the last question are always sent. A tool
/// call is never separated from its result.
public struct ContextPolicy: Sendable {
    enum Kind: Sendable {
        case sendEverything
        case fail
        case failIfCertain
        case dropOldest(keepsPinned: Bool)
        /// The closure also receives the number of tokens available to the conversation.
        case summarize(@Sendable ([ChatMessage], Int) async throws -> String)
    }

    let kind: Kind

    /// Sends everything without counting tokens, and relies on the server to reject a conversation that is too long.
    public static let sendEverything = ContextPolicy(kind: .sendEverything)

    /// Fails the call before anything is sent if the messages exceed the context window.
    public static let fail = ContextPolicy(kind: .fail)

    /// Fails the call before anything is sent if the messages definitely exceed the context window.
    ///
    /// The messages are certain to exceed the context window if an exact count exceeds the limit, or if an estimate
    /// exceeds the limit by a quarter. If the messages contain fewer bytes than the context window has tokens, they are
    /// sent without being counted, because every token has at least one byte.
    package static let failIfCertain = ContextPolicy(kind: .failIfCertain)

    /// Omits the oldest questions and their answers, but only as many as necessary.
    public static let dropOldest = ContextPolicy(kind: .dropOldest(keepsPinned: false))

    /// Omits the oldest questions and answers, except those that contain a pinned message.
    public static let keepPinned = ContextPolicy(kind: .dropOldest(keepsPinned: true))

    /// Replaces omitted messages with a summary that the closure creates from these messages.
    ///
    /// The summary is sent as a system message. The conversation keeps all messages. The summary is stored, and the
    /// closure is not called again until more messages must be omitted. The closure then receives the old summary as a
    /// system message, followed by the additional messages to be omitted. A summary is not sent if it is empty or is
    /// itself too long. Errors thrown by the closure propagate to the caller.
    public static func summarize(with summary: @escaping @Sendable ([ChatMessage]) async throws -> String) -> Self {
        ContextPolicy(kind: .summarize { messages, _ in try await summary(messages) })
    }

    /// Whether the policy can omit messages.
    package var leavesOut: Bool {
        switch kind {
        case .sendEverything, .fail, .failIfCertain: false
        case .dropOldest, .summarize: true
        }
    }
}
