internal import Synchronization
public import Waiter

/// A conversation that is shared by reference: by the tasks of a service, by an actor, by a view.
///
///     let session = ConversationSession(model: "gpt-6.1-sol", system: "Be brief.", client: client)
///     print(try await session.send("What is an API?").text)
///     for try await chunk in try await session.stream("And a waiter?") { print(chunk.text, terminator: "") }
///
/// A session takes one turn at a time: a question that comes while another one is being answered waits for its turn, in the
/// order of arrival. A stream is a turn until it has been read to its end, or is dropped.
///
/// Each call is metered under the conversation's ID. With a `saver` the question is saved before it is sent, and the turn again
/// when it is over. A question whose call fails stays behind as a branch, also one that a budget refuses.
public final class ConversationSession: Sendable, Identifiable {
    private struct State {
        var conversation: Conversation
        var saveFailure: (any Error)?
    }

    /// The conversation's ID.
    public let id: ConversationID
    /// The client that the requests go through.
    public let client: OpenAI
    /// The options of turns that bring none of their own.
    public let options: Conversation.Options

    private let saver: (any ConversationSaver)?
    private let turns = TurnQueue()
    private let state: Mutex<State>

    /// Creates a session that continues a conversation.
    ///
    /// - Parameters:
    ///   - options: The options of turns that bring none of their own.
    ///   - saver: Saves the conversation; nil for one that lives in memory alone.
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

    /// The conversation at this moment; during a turn it ends with the question.
    public var conversation: Conversation { state.withLock(\.conversation) }

    /// Whether a turn is in progress, so that another one would have to wait.
    public var isBusy: Bool { turns.isTaken }

    /// The error of the last save; nil when it succeeded.
    ///
    /// An answer that arrived is returned although it could not be saved. The next turn and `save()` try again.
    public var saveFailure: (any Error)? { state.withLock(\.saveFailure) }

    // MARK: Changing

    /// Changes the conversation between two turns, and saves it: its title, its model, results of tools, `undo`, `branch`.
    ///
    ///     try await session.update { try $0.undo() }
    ///
    /// - Throws: What the closure throws, and then nothing is changed; what the saver throws; `CancellationError`.
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

    /// Waits for the turn in progress, and saves what is not saved yet, such as before a process ends.
    ///
    /// - Throws: What the saver throws; `CancellationError`.
    public func save() async throws {
        let turn = try await turns.begin()
        defer { turn.end() }
        try await saveChanges()
    }

    // MARK: Turns

    /// Waits for the turns before, and begins one.
    func begin() async throws -> Turn { try await turns.begin() }

    /// Makes a conversation the session's own.
    func publish(_ conversation: Conversation) {
        state.withLock { $0.conversation = conversation }
    }

    /// Saves the conversation as it is now.
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

    /// Ends a turn with the conversation that it led to, and saves that.
    ///
    /// - Returns: The save, which neither the end of a stream that is dropped nor a cancelled caller waits for. It belongs to the
    ///   turn: the next one begins when it is over.
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
