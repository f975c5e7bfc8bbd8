public import Waiter
public import WaiterConversation

extension ConversationStore {
    /// Opens a stored conversation as a session. The session saves the conversation automatically.
    ///
    ///     let session = try await store.session(id, client: client)
    ///     for try await chunk in try await session.stream("And then?") { ... }
    ///
    /// While a conversation's session is in use, this store and its copies return the same session. Concurrent requests
    /// in a service therefore take turns. The session uses the client and options with which it was opened. You can
    /// specify different options for a turn.
    ///
    /// If the conversation ends with an unanswered question, that question becomes a separate branch when the next
    /// question is asked. To ask the unanswered question again instead, use `retry`.
    ///
    /// - Throws: `StoreError`, with code `.unknownConversation` if there is no such conversation.
    public func session(
        _ id: ConversationID,
        client: OpenAI,
        options: Conversation.Options = Conversation.Options()
    ) async throws -> ConversationSession {
        if let session = database.sessions.session(id) { return session }
        var stored = try await conversation(id)
        stored.conversation.abandonLastQuestion()
        return session(stored, client: client, options: options)
    }

    /// Starts a new conversation in a session. The session saves the conversation automatically, starting with the
    /// first question.
    ///
    /// - Parameters:
    ///   - model: The model that answers.
    ///   - system: The system prompt, or `nil` if there is no system prompt.
    ///   - profile: The profile of the conversation, or `nil` if none is specified.
    ///   - owner: The application user who owns the conversation, or `nil` if there is none.
    ///   - metadata: Application-defined metadata by which conversations can be filtered.
    ///   - client: The client that sends the requests.
    ///   - options: The options for turns that do not specify options of their own.
    /// - Returns: The session.
    public func session(
        model: String,
        system: String? = nil,
        profile: String? = nil,
        owner: String? = nil,
        metadata: [String: String] = [:],
        client: OpenAI,
        options: Conversation.Options = Conversation.Options()
    ) -> ConversationSession {
        let conversation = Conversation(model: model, system: system)
        let stored = StoredConversation(conversation, profile: profile, owner: owner, metadata: metadata)
        return session(stored, client: client, options: options)
    }

    /// Opens an existing `StoredConversation` value as a session. The session saves the conversation automatically.
    public func session(
        _ stored: StoredConversation,
        client: OpenAI,
        options: Conversation.Options = Conversation.Options()
    ) -> ConversationSession {
        database.sessions.register(
            ConversationSession(
                stored.conversation,
                client: client,
                options: options,
                saver: StoreSaver(stored, in: self)
            )
        )
    }
}
