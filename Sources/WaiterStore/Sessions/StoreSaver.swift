internal import Synchronization
internal import WaiterConversation

/// A saver that stores a session's conversation in a store.
final class StoreSaver: ConversationSaver {
    private let store: ConversationStore
    /// The conversation as last saved. The session performs only one save at a time.
    private let stored: Mutex<StoredConversation>

    init(_ stored: StoredConversation, in store: ConversationStore) {
        self.store = store
        self.stored = Mutex(stored)
    }

    func save(_ conversation: Conversation) async throws {
        var next = stored.withLock { $0 }
        next.conversation = conversation
        try await store.save(&next)
        stored.withLock { [next] in $0 = next }
    }
}
