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

    /// Lets another model answer from now on: whatever a command line may name, aliases included. One that the server does
    /// not list is mentioned, with the nearest that it does.
    ///
    /// - Throws: `CommandFailure` for a model that is known not to be there; then nothing changes.
    mutating func choose(_ name: String) async throws

    /// How full the model's context is with a conversation.
    func fill(with conversation: Conversation) async -> ContextFill

    /// What the answers of a conversation have cost; nil when there is nothing to pay.
    func cost(of conversation: Conversation) -> RunningCost?

    /// The conversation that was used last, other than the given one; nil when there is none.
    ///
    /// - Throws: `CommandFailure` when the ledger cannot be read.
    func lastConversation(otherThan id: ConversationID) async throws -> StoredConversation?

    /// Writes down what was changed in a conversation without asking anything, if it is written down at all.
    func keep(_ stored: inout StoredConversation)
}

extension ChatModel {
    package func lastConversation(otherThan id: ConversationID) async throws -> StoredConversation? { nil }
}
