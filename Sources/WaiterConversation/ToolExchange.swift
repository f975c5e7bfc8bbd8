package import Waiter

/// An exchange for conversations with tool calls.
package protocol ToolExchange: ConversationExchange {
    /// A closure that returns whether an answer must be discarded, or `nil` if no answer is discarded.
    ///
    /// An answer is discarded if the server dropped the tools. It must not be shown, and another answer is requested
    /// with schema-based tools.
    var discards: (@Sendable (ChatCompletion) -> Bool)? { get set }

    /// Observes a tool call before it starts, its result, and a discarded answer that may already have been shown.
    mutating func didReceive(_ event: ToolEvent) throws

    /// Saves the conversation. This is called before tool calls start and after each step. An error ends the loop.
    mutating func save(_ conversation: Conversation) throws
}
