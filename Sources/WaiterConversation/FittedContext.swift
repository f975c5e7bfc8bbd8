public import Waiter

/// What of a conversation is sent, and what was left out.
public struct FittedContext: Sendable, Hashable {
    /// The messages to send.
    public let messages: [ChatMessage]
    /// The numbers of the messages that were left out, in their order: the path without what is sent.
    public let omitted: [Int]
    /// Those of them that were left out because servers refuse them, not for want of room.
    ///
    /// They are calls of tools without all of their results, results without their call, and empty answers.
    public let unsendable: [Int]
    /// The tokens of the messages to send, and of what else the request carries if that was counted.
    public let tokens: Int
    /// Why the server may count otherwise, a sentence each; empty when the count is exact.
    public let reasons: [String]
    /// The tokens that there was room for; nil when the context's size is not known.
    public let limit: Int?
    /// What stands for messages left out, and for which; nil when nothing does.
    public let summarized: Conversation.Summary?

    /// What stands for the messages left out, when they were summarized.
    public var summary: String? { summarized?.text }

    /// Whether the server will count the same; a count of the caller's own is taken for exact.
    public var isExact: Bool { reasons.isEmpty }
}
