internal import Synchronization
public import Waiter

/// A conversation that can be shared by reference, for example between the tasks of a service, or between an actor
/// and a view.
///
///     let session = ConversationSession(model: "gpt-6.1-sol", system: "Be brief.", client: client)
///     print(try await session.send("What is an API?").text)
///     for try await chunk in try await session.stream("And a waiter?") { print(chunk.text, terminator: "") }
///
/// A session runs one turn at a time. A question that is asked during another turn has to wait. Waiting questions
/// are answered in order of arrival. A streamed turn lasts until the stream has been read to the end or is dropped.
///
/// Each call is metered under the conversation's ID. If the session has a `saver`, the conversation, including the
/// question, is saved before the question is sent, and again after the turn. A question whose call fails for any
/// reason, including an exceeded budget, becomes a branch.
public final class ConversationSession: Sendable, Identifiable {
    private struct State {
        var conversation: Conversation
        var saveFailure: (any Error)?
    }

    /// The conversation's ID.
    public let id: ConversationID
    /// The client that sends the requests.
    public let client: OpenAI
    /// The default options for turns.
    public let options: Conversation.Options

    private let saver: (any ConversationSaver)?
    private let turns = TurnQueue()
    private let state: Mutex<State>

    /// Creates a session that continues a conversation.
    ///
    /// - Parameters:
    ///   - conversation: The conversation to continue.
    ///   - client: The client that sends the requests.
    ///   - options: The options for turns that do not specify options of their own.
    ///   - saver: The saver for the conversation, or `nil` to keep the conversation only in memory.
    public init(
        _ conversation: Conversation,
        client: OpenAI,
        options: Conversation.Options = Conversation.Options(),
        saver: (any ConversationSaver)? = nil
    ) {
        id = conversation.id
        self.client = client
        self.options = options
        self.saver = saver
        state = Mutex(State(conversation: conversation))
    }

    /// Creates a session with a new conversation.
    public convenience init(
        model: String,
        system: String? = nil,
        client: OpenAI,
        options: Conversation.Options = Conversation.Options(),
        saver: (any ConversationSaver)? = nil
    ) {
        self.init(Conversation(model: model, system: system), client: client, options: options, saver: saver)
    }

    // MARK: Reading

    /// The current conversation. During a turn, its last message is the question.
    public var conversation: Conversation { state.withLock(\.conversation) }

    /// Whether a turn is in progress. If so, other turns have to wait.
    public var isBusy: Bool { turns.isTaken }

    /// The error from the last save, or `nil` if the last save succeeded.
    ///
    /// An answer is returned even if the conversation could not be saved. The next turn, or a call to `save()`, saves
    /// the conversation again.
    public var saveFailure: (any Error)? { state.withLock(\.saveFailure) }

    // MARK: Changing

    /// Changes the conversation between turns and saves it. The closure can, for example, change the title or model,
    /// append tool results, or call `undo`.
    ///
    ///     try await session.update { try $0.undo() }
    ///
    /// - Throws: Any error thrown by the closure, in which case nothing is changed. Also throws any error thrown by
    ///   the saver, or `CancellationError` if the task is cancelled.
    @discardableResult
    nonisolated(nonsending) public func update<Result>(
        _ change: (inout Conversation) throws -> Result
    ) async throws -> Result {
        let turn = try await turns.begin()
        defer { turn.end() }
        var conversation = conversation
        let result = try change(&conversation)
        publish(conversation)
        try await saveChanges()
        return result
    }

    /// Waits for the turn in progress to end and saves any unsaved changes. Call this method before the process
    /// exits, for example.
    ///
    /// - Throws: Any error thrown by the saver, or `CancellationError` if the task is cancelled.
    public func save() async throws {
        let turn = try await turns.begin()
        defer { turn.end() }
        try await saveChanges()
    }

    // MARK: Turns

    /// Waits for earlier turns to end and begins a turn.
    func begin() async throws -> Turn { try await turns.begin() }

    /// Replaces the session's conversation.
    func publish(_ conversation: Conversation) {
        state.withLock { $0.conversation = conversation }
    }

    /// Saves the current conversation.
    func saveChanges() async throws {
        guard let saver else { return }
        do {
            try await saver.save(conversation)
            state.withLock { $0.saveFailure = nil }
        } catch {
            state.withLock { $0.saveFailure = error }
            throw error
        }
    }

    /// Ends a turn with the resulting conversation and saves it.
    ///
    /// - Returns: The task that saves the conversation. Dropped streams and cancelled callers do not wait for the task,
    ///   but the next turn does not begin until the task is complete.
    @discardableResult
    func end(_ turn: Turn, with conversation: Conversation) -> Task<Void, Never>? {
        publish(conversation)
        guard saver != nil else {
            turn.end()
            return nil
        }
        return Task {
            try? await saveChanges()
            turn.end()
        }
    }
}
