/// A place in which a session saves its conversation.
///
///     struct FileSaver: ConversationSaver {
///         let file: URL
///
///         func save(_ conversation: Conversation) async throws {
///             try JSONEncoder().encode(conversation).write(to: file, options: .atomic)
///         }
///     }
///
/// `ConversationStore.session(_:client:)` of the module `WaiterStore` brings one that saves in its database.
public protocol ConversationSaver: Sendable {
    /// Saves a conversation: with its question before that is sent, and again when the turn is over.
    ///
    /// A session makes one call at a time, and each call has everything that an earlier one may have failed to save.
    func save(_ conversation: Conversation) async throws
}
