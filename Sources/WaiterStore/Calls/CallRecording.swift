internal import Synchronization
internal import Waiter
public import WaiterConversation

/// The record of a call in a conversation. The record contains the question, the answer received so far, and the result
/// of the call.
///
///     let recording = store.record(stored)
///     options.metering.callID = recording.callID
///     let completion = try await client.chat.completions.create(request, options: options)
///     conversation.append(...)
///     stored = try await recording.finish(CallEnd(status: .complete, completion: completion), in: conversation)
///
/// A `LedgerMeter` for the same file writes the record together with the attempts of the call. The question is written
/// in the transaction that reserves the cost of the first attempt. The answer is written in the transaction that
/// records the bill. While an answer is being streamed, a draft is written once per second. `finish(_:in:)` writes
/// everything that has not been written yet. If the answer is complete, there is nothing left to write.
public final class CallRecording: Sendable, CallCompanion {
    /// The state of the record. When a transaction is committed, the state is replaced by a new one.
    struct State: Sendable {
        var stored: StoredConversation
        var call: RecordedCall?
        /// The most recently committed draft.
        var storedDraft: Draft?
        /// The status of the call, or `nil` if no answer has been stored.
        var status: CallStatus?
        /// The request ID of the last response.
        var requestID: String?
    }

    /// The identifier of the call. Set it as `MeteringOptions.callID`.
    public let callID = ConversationID().text
    /// The conversation as stored, including the answer once it has been stored.
    public var stored: StoredConversation { state.withLock { $0.stored } }

    private let database: StoreDatabase
    private let state: Mutex<State>

    init(_ stored: StoredConversation, in database: StoreDatabase) {
        self.database = database
        state = Mutex(State(stored: stored))
    }

    // MARK: Ending

    /// Stores the result of the call and the current content of the conversation, and returns the stored conversation.
    ///
    /// Call this method once per recording, even after a complete answer. Nothing is stored for a call that was never
    /// sent.
    ///
    /// - Throws: `StoreError`, in which case the call is considered open until this process exits.
    @discardableResult
    public func finish(_ end: CallEnd, in conversation: Conversation) async throws -> StoredConversation {
        try await database.perform(isCancellable: false) { try self.finish(end, in: conversation) }
    }

    @discardableResult
    package func finish(_ end: CallEnd, in conversation: Conversation) throws -> StoredConversation {
        database.forget(self)
        database.commitQueuedWrites()
        var next = state.withLock { $0 }
        defer { commit(next) }
        let before = next
        next.stored.conversation = conversation
        guard let call = before.call else { return next.stored }
        var end = end
        end.requestID = end.requestID ?? before.requestID
        guard before.status != nil else {
            next.stored = try write(next.stored) { try $0.finish(call, end, in: &$1) }
            next.status = end.status
            database.tidy()
            return next.stored
        }
        if next.stored.isSaved(like: before.stored), before.status == end.status {
            next.stored.savedNodes = conversation.nodes
            return next.stored
        }
        next.stored = try write(next.stored) { try $0.amend(call, end, in: &$1) }
        next.status = end.status
        return next.stored
    }

    private func write(
        _ stored: StoredConversation,
        _ body: (CallTable, inout StoredConversation) throws -> Void
    ) throws -> StoredConversation {
        try database.write { connection in
            var stored = stored
            try body(CallTable(connection: connection, now: database.now()), &stored)
            return stored
        }
    }

    // MARK: Writing with attempts

    /// Stores the question and a placeholder for the answer in the transaction that inserts the first attempt. Returns
    /// `nil` for later attempts.
    func begin(_ attempt: MeteredAttempt, profile: String, in connection: SQLiteConnection) throws -> State? {
        var next = state.withLock { $0 }
        guard next.call == nil else { return nil }
        let now = database.now()
        let start = CallStart(
            model: attempt.model,
            request: attempt.body,
            profile: profile.isEmpty ? nil : profile,
            server: attempt.server,
            time: now,
            id: callID
        )
        next.call = try CallTable(connection: connection, now: now).begin(start, in: &next.stored)
        return next
    }

    /// Stores the partial answer. Drafts are written at most once per second.
    ///
    /// - Parameters:
    ///   - snapshot: A closure that returns the partial response. It is called only if an update is due.
    ///   - failed: A closure that receives the `StoreError` if a draft could not be stored.
    func update(_ snapshot: () -> PartialResult, failed: @escaping @Sendable (any Error) -> Void) {
        let now = database.now()
        let isDue = state.withLock { state in
            guard state.status == nil, var call = state.call else { return false }
            guard ConversationStore(database: database).isDue(call, at: now) else { return false }
            call.writtenAt = now
            state.call = call
            return true
        }
        guard isDue else { return }
        let message = snapshot().completion?.choices.first.map { ChatMessage($0.message) } ?? .assistant("")
        database.post { connection -> Draft? in
            let recorded = self.state.withLock { $0.status == nil ? $0.call : nil }
            guard let recorded else { return nil }
            let draft = try CallTable(connection: connection, now: now).update(recorded, with: message)
            // The draft is set before the commit, because the end of the call may be recorded in the same transaction.
            // The end of the call removes the draft.
            self.state.withLock { $0.call?.draft = draft }
            return draft
        } committed: { draft in
            if let draft { self.state.withLock { $0.storedDraft = draft } }
        } failed: { error in
            // The draft was rolled back with the transaction.
            self.state.withLock { $0.call?.draft = $0.storedDraft }
            failed(error)
        }
    }

    /// Records the request ID of a response.
    func note(requestID: String?) {
        guard let requestID else { return }
        state.withLock { $0.requestID = requestID }
    }

    /// Stores a complete answer in the transaction that records the end of its attempt. Returns `nil` if the answer is
    /// not complete.
    func complete(_ outcome: AttemptOutcome, in connection: SQLiteConnection) throws -> State? {
        var next = state.withLock { $0 }
        guard outcome.status == .complete, let completion = outcome.completion, let call = next.call, next.status == nil
        else { return nil }
        next.stored.conversation.keep(completion, status: .complete)
        let end = CallEnd(
            status: completion.isWhole ? .complete : .interrupted,
            completion: completion,
            requestID: outcome.requestID,
            firstToken: outcome.firstToken,
            duration: outcome.total
        )
        try CallTable(connection: connection, now: database.now()).finish(call, end, in: &next.stored)
        next.status = end.status
        return next
    }

    /// Replaces the state after the transaction has been committed.
    func commit(_ next: State?) {
        guard let next else { return }
        state.withLock { $0 = next }
    }
}

extension StoreDatabase {
    /// Returns the record of a call, or `nil` if the call does not belong to a conversation.
    func recording(ofCall id: String) -> CallRecording? { companion(ofCall: id) as? CallRecording }
}

extension ConversationStore {
    /// Creates a record for a call. A meter for this store writes the record together with the attempts of the call.
    ///
    /// - Parameter stored: The conversation up to and including the question.
    /// - Returns: The record. It is not stored until the call begins.
    public func record(_ stored: StoredConversation) -> CallRecording {
        let recording = CallRecording(stored, in: database)
        database.remember(recording)
        return recording
    }
}
