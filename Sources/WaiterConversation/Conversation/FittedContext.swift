public import Waiter

/// What of a conversation is sent, and what was left out.
public struct FittedContext: Sendable, Hashable {
    /// The messages to send.
    public let messages: [ChatMessage]
    /// The numbers of the messages that were left out, oldest first.
    public let omitted: [Int]
    /// The tokens of the messages to send.
    public let tokens: Int
    /// The tokens that there was room for; nil when the context's size is not known.
    public let limit: Int?
    /// What stands for the messages left out, when they were summarized.
    public let summary: String?
}
