public import Waiter
internal import WaiterConversation

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

extension ConversationStore {
    /// The minimum interval between updates of a partial answer.
    public static let updateInterval: Duration = .seconds(1)

    /// Stores a question, the call and a placeholder for the answer. Call this method before sending the request.
    ///
    /// Afterward, the stored conversation ends with the answer, which is initially empty.
    ///
    /// - Throws: `StoreError`, in which case nothing is stored.
    public func begin(
        _ call: CallStart,
        in stored: inout StoredConversation
    ) async throws -> RecordedCall {
        let (after, recorded) = try await database.perform { [stored] in
            var stored = stored
            let recorded = try begin(call, in: &stored)
            return (stored, recorded)
        }
        stored = after
        return recorded
    }

    package func begin(
        _ call: CallStart,
        in stored: inout StoredConversation
    ) throws -> RecordedCall {
        let before = stored
        let (after, recorded) = try database.write { connection in
            var stored = before
            let recorded = try CallTable(connection: connection, now: database.now()).begin(call, in: &stored)
            return (stored, recorded)
        }
        stored = after
        return recorded
    }

    /// Stores the partial answer, at most once per second. If this method is called more often, the additional calls
    /// have no effect.
    ///
    /// The cost is proportional to the amount of content added since the last update.
    ///
    /// - Throws: `StoreError`.
    public func update(
        _ call: inout RecordedCall,
        with partial: @autoclosure () -> ChatMessage
    ) async throws {
        guard isDue(call, at: database.now()) else { return }
        let message = partial()
        call = try await database.perform { [call] in
            var call = call
            try update(&call, with: message)
            return call
        }
    }

    package func update(
        _ call: inout RecordedCall,
        with partial: @autoclosure () -> ChatMessage,
        now: Date? = nil
    ) throws {
        let now = now ?? database.now()
        guard isDue(call, at: now) else { return }
        call.writtenAt = now
        let (before, message) = (call, partial())
        call.draft = try database.write {
            try CallTable(connection: $0, now: database.now()).update(before, with: message)
        }
    }

    /// Returns whether a new draft should be written.
    ///
    /// The result is also `true` if the clock was set forward or back by at least the update interval.
    func isDue(_ call: RecordedCall, at now: Date) -> Bool {
        abs(now.timeIntervalSince(call.writtenAt)) >= Self.updateInterval / .seconds(1)
    }

    /// Stores the result of a call and new messages in the conversation.
    ///
    /// The first new message is the answer. If there are no new messages, there was no answer, and the placeholder is
    /// removed.
    ///
    /// - Throws: `StoreError`, in which case the call is still considered open.
    public func finish(_ call: RecordedCall, _ end: CallEnd, in stored: inout StoredConversation) async throws {
        stored = try await database.perform { [stored] in
            var stored = stored
            try finish(call, end, in: &stored)
            return stored
        }
    }

    package func finish(_ call: RecordedCall, _ end: CallEnd, in stored: inout StoredConversation) throws {
        let before = stored
        stored = try database.write { connection in
            var stored = before
            try CallTable(connection: connection, now: database.now()).finish(call, end, in: &stored)
            return stored
        }
        database.tidy()
    }

    /// Stores a finished call that adds no messages, such as a summary call, and saves the conversation.
    ///
    /// - Throws: `StoreError`, in which case nothing is stored.
    public func add(_ call: CallStart, _ end: CallEnd, in stored: inout StoredConversation) async throws {
        stored = try await database.perform { [stored] in
            var stored = stored
            try add(call, end, in: &stored)
            return stored
        }
    }

    package func add(_ call: CallStart, _ end: CallEnd, in stored: inout StoredConversation) throws {
        let before = stored
        stored = try database.write { connection in
            var stored = before
            try CallTable(connection: connection, now: database.now()).add(call, end, in: &stored)
            return stored
        }
    }
}
