public import Waiter

/// The messages of a conversation that were selected for a request, and the messages that were omitted.
public struct FittedContext: Sendable, Hashable {
    /// The messages to send.
    public let messages: [ChatMessage]
    /// The indexes of the messages on the path that are not sent, in order.
    public let omitted: [Int]
    /// The indexes of messages that were omitted because servers reject them, not because of the limit.
    ///
    /// These messages are tool calls without all of their results, results without their call, and empty answers.
    public let unsendable: [Int]
    /// The number of tokens to send. This number includes the tokens in other parts of the request if those parts
    /// were counted.
    public let tokens: Int
    /// The reasons why the server's token count might differ, with one sentence for each reason. The array is empty
    /// for an exact count.
    public let reasons: [String]
    /// The maximum number of tokens, or `nil` if the size of the context window is unknown.
    public let limit: Int?
    /// The summary that replaces omitted messages, or `nil` if there is no summary.
    public let summarized: Conversation.Summary?

    /// The text of the summary that replaces omitted messages, or `nil` if there is no summary.
    public var summary: String? { summarized?.text }

    /// Whether the count matches the server's count. A count supplied by the caller is considered exact.
    public var isExact: Bool { reasons.isEmpty }
}
