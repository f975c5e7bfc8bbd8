package import WaiterConversation
package import WaiterStore
internal import WaiterTerminal

/// The model that answers in a chat.
///
/// The chat accesses servers only through this protocol.
package protocol ChatModel: Sendable {
    /// The model's name, as used in requests.
    var name: String { get }

    /// The display name of the model's server.
    var place: String { get }

    /// The names of the available models that can be listed without sending a request.
    var knownNames: [String] { get }

    /// Requests an answer to the last message, writes the answer to the output, and adds it to the conversation and the
    /// ledger.
    ///
    /// - Throws: `CommandFailure`, `StandardStream.Failure`, `CancellationError`. Content that was received before the
    ///   error is still written and added to the conversation.
    mutating func answer(_ stored: inout StoredConversation) async throws

    /// Switches to another model. The name can be any name that the command line accepts, including an alias.
    ///
    /// If the server does not list the model, prints a notice with the closest match.
    ///
    /// - Throws: `CommandFailure` if the model is known not to exist. If an error is thrown, the current model does not
    ///   change.
    mutating func choose(_ name: String) async throws

    /// Returns how much of the model's context window a conversation uses.
    func fill(with conversation: Conversation) async -> ContextFill

    /// Returns the cost of a conversation's answers, or `nil` if the model is free.
    func cost(of conversation: Conversation) -> RunningCost?

    /// Returns the most recently used conversation other than the given one, or `nil` if there is none.
    ///
    /// - Throws: `CommandFailure` if the ledger cannot be read.
    func lastConversation(otherThan id: ConversationID) async throws -> StoredConversation?

    /// Saves changes to the conversation if conversations are recorded. The chat calls this method for changes that do
    /// not require a request to the server.
    func keep(_ stored: inout StoredConversation)
}

extension ChatModel {
    package func lastConversation(otherThan id: ConversationID) async throws -> StoredConversation? { nil }
}
