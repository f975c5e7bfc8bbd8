package import Waiter

/// An exchange for conversations with tool calls.
package protocol ToolExchange: ConversationExchange {
    /// Returns whether an answer is void, because the server dropped the tools: it is requested again, with tools by schema,
    /// and must not be shown; `nil` if every answer counts.
    var discards: (@Sendable (ChatCompletion) -> Bool)? { get set }

    /// Observes a tool call before it starts, its result, and an answer that is void although it may have been shown.
    mutating func didReceive(_ event: ToolEvent) throws

    /// Saves the conversation; called before calls are started and after each step. An error ends the loop.
    mutating func save(_ conversation: Conversation) throws
}
