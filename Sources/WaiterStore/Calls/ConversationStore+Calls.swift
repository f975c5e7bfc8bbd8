public import Waiter
internal import WaiterConversation

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

extension ConversationStore {
    /// How often the answer that is being written is written down.
    public static let updateInterval: Duration = .seconds(1)

    /// Writes down a question and the call that asks it, before it is sent, and makes room for the answer.
    ///
    /// From here on the conversation that the ledger has ends with that answer, empty at first.
    ///
    /// - Throws: `StoreError`; nothing is written then.
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

    /// Stores what has arrived of the answer, at most once a second; a call before its time does nothing.
    ///
    /// The cost is that of what is new since the last time.
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

    /// Whether it is time to write a draft again; a clock that was set back makes it so.
    func isDue(_ call: RecordedCall, at now: Date) -> Bool {
        abs(now.timeIntervalSince(call.writtenAt)) >= Self.updateInterval / .seconds(1)
    }

    /// Writes down how a call ended, and what the conversation has got meanwhile.
    ///
    /// The first message that the conversation has more than before is the answer; without one there was none, and the
    /// room that was made for it goes.
    ///
    /// - Throws: `StoreError`; the call then counts as open.
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

    /// Writes down a call that is over and adds nothing to what was said, such as one that summed it up; the conversation is
    /// saved with it.
    ///
    /// - Throws: `StoreError`; nothing is written then.
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
