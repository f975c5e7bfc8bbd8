package import WaiterConversation
package import WaiterStore
internal import WaiterTerminal

/// Who answers in a chat, and what is known of it: all that the chat itself has to know of servers.
package protocol ChatModel: Sendable {
    /// The model's name, as requests give it.
    var name: String { get }

    /// Where it answers, in words.
    var place: String { get }

    /// The names of models that may be chosen, as far as they are known without asking.
    var knownNames: [String] { get }

    /// Asks what the conversation ends with, writes the answer, and adds it to the conversation and to the ledger.
    ///
    /// - Throws: `CommandFailure`, `StandardStream.Failure`, `CancellationError`; what had come by then is written and in
    ///   the conversation.
    mutating func answer(_ stored: inout StoredConversation) async throws

    /// Lets another model answer from now on.
    ///
    /// - Throws: `CommandFailure` naming the nearest when there is no such model; then nothing changes.
    mutating func choose(_ name: String) async throws

    /// How full the model's context is with a conversation.
    func fill(with conversation: Conversation) async -> ContextFill

    /// What the answers of a conversation have cost; nil when there is nothing to pay.
    func cost(of conversation: Conversation) -> RunningCost?

    /// Writes down what was changed in a conversation without asking anything, if it is written down at all.
    func keep(_ stored: inout StoredConversation)
}
