/// A type that saves the conversation of a session.
///
///     struct FileSaver: ConversationSaver {
///         let file: URL
///
///         func save(_ conversation: Conversation) async throws {
///             try JSONEncoder().encode(conversation).write(to: file, options: .atomic)
///         }
///     }
///
/// `ConversationStore.session(_:client:)` in the `WaiterStore` module provides a saver that saves to the store's
/// database.
public protocol ConversationSaver: Sendable {
    /// Saves a conversation. This method is called before a question is sent, with a conversation that includes the
    /// question. It is called again after the turn.
    ///
    /// A session never makes concurrent calls to this method. Each call includes all changes that earlier calls
    /// failed to save.
    func save(_ conversation: Conversation) async throws
}
