internal import Waiter
public import WaiterConversation
internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension ConversationStore {
    /// Returns the calls of a conversation, oldest first.
    ///
    /// - Throws: `StoreError`, with code `.unknownConversation` if there is no such conversation.
    public func calls(of id: ConversationID) async throws -> [StoredCall] {
        try await database.perform { try calls(of: id) }
    }

    package func calls(of id: ConversationID) throws -> [StoredCall] {
        try database.read { connection in
            let row = try connection.first("SELECT id FROM conversation WHERE key = ?", id.text) { $0.integer(0) }
            guard let row else { throw StoreError.unknown(id.text) }
            let table = CallTable(connection: connection, now: database.now())
            return try connection.rows(Self.calls, row) { row in
                StoredCall(row, request: try table.joined(request: row.text(12), sent: row.text(13)))
            }
        }
    }

    private static let calls = """
        SELECT key, status, process, model, served_model, profile, server, started_at, first_token, duration, usage,
            request_id, request, sent, response, error
        FROM call WHERE conversation = ? ORDER BY id
        """
}

extension StoredCall {
    fileprivate init(_ row: SQLiteRow, request: [UInt8]) {
        var status = CallStatus(rawValue: row.text(1)) ?? .failed
        if status == .open, !(ProcessIdentity(row.text(2))?.isAlive ?? false) { status = .interrupted }
        self.init(
            id: row.text(0),
            status: status,
            model: row.text(3),
            servedModel: row.optionalText(4),
            profile: row.optionalText(5),
            server: row.optionalText(6),
            startedAt: Date(ledgerTime: row.integer(7)),
            firstToken: row.optionalInteger(8).map { Duration(ledgerMicroseconds: $0) },
            duration: row.optionalInteger(9).map { Duration(ledgerMicroseconds: $0) },
            usage: row.optionalText(10).flatMap {
                try? JSONBodyDecoder.decode(CompletionUsage.self, from: Array($0.utf8))
            },
            requestID: row.optionalText(11),
            error: row.optionalText(15),
            request: request,
            response: row.optionalText(14)
        )
    }
}
