internal import Synchronization
internal import WaiterConversation

/// The live sessions of a store.
final class SessionRegistry: Sendable {
    private struct Reference {
        weak var session: ConversationSession?
    }

    private struct References {
        var entries: [ConversationID: Reference] = [:]
        /// The number of entries at which entries for released sessions are removed.
        var limit = 64
    }

    private let state = Mutex(References())

    /// Returns the live session of a conversation, or `nil` if there is none.
    func session(_ id: ConversationID) -> ConversationSession? {
        state.withLock { $0.entries[id]?.session }
    }

    /// Registers a session, unless a session for the same conversation is already registered. Returns the registered
    /// session.
    func register(_ session: ConversationSession) -> ConversationSession {
        state.withLock { state in
            if let first = state.entries[session.id]?.session { return first }
            if state.entries.count >= state.limit {
                state.entries = state.entries.filter { $0.value.session != nil }
                state.limit = max(64, state.entries.count * 2)
            }
            state.entries[session.id] = Reference(session: session)
            return session
        }
    }
}
