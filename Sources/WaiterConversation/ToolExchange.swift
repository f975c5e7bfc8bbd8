package import Waiter

/// An exchange for conversations with tool calls.
package protocol ToolExchange: ConversationExchange {
    /// A closure that returns whether an answer must be discarded, or `nil` if no answer is discarded.
    ///
    /// An answer is discarded if the server ignored the tools in the request. The discarded answer must not be shown,
    /// and another answer is requested with schema-based tools.
    var discards: (@Sendable (ChatCompletion) -> Bool)? { get set }

    /// Observes tool calls that are about to start, the results of tool calls, and discarded answers that might already
    /// have been shown.
    mutating func didReceive(_ event: ToolEvent) throws

    /// Saves the conversation. This method is called before tool calls start and after each step. An error ends the
    /// loop.
    mutating func save(_ conversation: Conversation) throws
}
