package import Waiter

/// An exchange for conversations in which the model calls tools.
package protocol ToolExchange: ConversationExchange {
    /// Observes a call of a tool before it starts, and its result.
    mutating func didReceive(_ event: ToolEvent) throws

    /// Saves the conversation, before calls are started and after each step; an error ends the loop.
    mutating func save(_ conversation: Conversation) throws
}
