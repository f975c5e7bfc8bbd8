internal import Waiter
internal import WaiterConversation
internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The table of calls with their requests and responses.
struct CallTable {
    let connection: SQLiteConnection
    let now: Date

    private var contents: ContentTable { ContentTable(connection: connection) }
    private var conversations: ConversationTable { ConversationTable(connection: connection, now: now) }

    func begin(
        _ start: CallStart,
        in stored: inout StoredConversation
    ) throws -> RecordedCall {
        let newTurns = try conversations.saveMessages(&stored)
        let (id, row) = try insert(start, in: stored)
        let nothing = try contents.row(of: .assistant(""))
        try connection.run(
            ConversationTable.insertion,
            stored.row,
            stored.conversation.head.map { stored.messageRows[$0] },
            nothing,
            Conversation.Status.streaming.rawValue,
            false,
            start.model,
            nil as String?,
            nil as String?,
            start.time.ledgerTime,
            row
        )
        let answer = connection.lastInsertedRow
        try conversations.saveFacts(&stored, newTurns: newTurns, head: answer)
        return RecordedCall(id: id, row: row, answerRow: answer, writtenAt: now)
    }

    /// Records a finished call that adds nothing to its conversation.
    func add(_ start: CallStart, _ end: CallEnd, in stored: inout StoredConversation) throws {
        try conversations.save(&stored)
        try self.end(try insert(start, in: stored).row, end)
    }

    private func insert(_ start: CallStart, in stored: StoredConversation) throws -> (id: String, row: Int64) {
        let id = start.id ?? ConversationID(at: start.time).text
        let (request, sent) = try split(start.request, stored)
        try connection.run(
            """
            INSERT INTO call (key, conversation, status, process, profile, server, model, started_at, request, sent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            id,
            stored.row,
            CallStatus.open.rawValue,
            ProcessIdentity.current.text,
            start.profile,
            start.server,
            start.model,
            start.time.ledgerTime,
            request,
            sent
        )
        return (id, connection.lastInsertedRow)
    }

    /// Stores the partial answer and returns its draft, or returns `nil` if the conversation has been removed.
    func update(_ call: RecordedCall, with partial: ChatMessage) throws -> Draft? {
        guard try isThere(call) else { return nil }
        let draft = try DraftTable(connection: connection).write(partial, to: call.draft)
        if call.draft == nil {
            try connection.run("UPDATE message SET content = ? WHERE id = ?", draft.row, call.answerRow)
        }
        return draft
    }

    /// Records the result of a call.
    ///
    /// This method does nothing if the conversation has been removed.
    func finish(_ call: RecordedCall, _ end: CallEnd, in stored: inout StoredConversation) throws {
        guard try isThere(call) else { return }
        let place = stored.messageRows.count
        if place < stored.conversation.nodes.count {
            let node = stored.conversation.nodes[place]
            stored.messageRows.append(call.answerRow)
            stored.savedNodes.append(node)
            try conversations.update(node, row: call.answerRow, &stored)
        } else {
            try empty(call.answerRow)
        }
        // The empty content that a call starts with is shared by all calls and must not be removed.
        try contents.removeUnused([call.draft?.row].compactMap(\.self))
        try conversations.save(&stored, isThere: true)
        try self.end(call.row, end)
        // The index is checked only occasionally, because determining the number of messages that are not indexed takes
        // time.
        if call.answerRow % 16 == 0 { try SearchIndex(connection: connection).updateWhenDue() }
    }

    /// Corrects the result of a finished call and the answer in its conversation.
    func amend(_ call: RecordedCall, _ end: CallEnd, in stored: inout StoredConversation) throws {
        guard try isThere(call) else { return }
        if stored.conversation.nodes.count < stored.messageRows.count {
            let old = try connection.first("SELECT content FROM message WHERE id = ?", call.answerRow) { $0.integer(0) }
            try empty(call.answerRow)
            try contents.removeUnused([old].compactMap(\.self))
            stored.messageRows.removeLast(stored.messageRows.count - stored.conversation.nodes.count)
        }
        try conversations.save(&stored, isThere: true)
        try self.end(call.row, end)
    }

    /// Clears the placeholder of an answer that was never received.
    ///
    /// The row is preserved, because another process may have added a question to it.
    private func empty(_ row: Int64) throws {
        try connection.run(
            "UPDATE message SET status = ?, content = ? WHERE id = ?",
            Conversation.Status.failed.rawValue,
            try contents.row(of: .assistant("")),
            row
        )
    }

    private func end(_ row: Int64, _ end: CallEnd) throws {
        let usage = try end.completion?.usage.map { try Self.json($0) }
        try connection.run(
            """
            UPDATE call SET status = ?, process = NULL, served_model = ?, first_token = ?, duration = ?, usage = ?,
                request_id = ?, error = ?, response = ?
            WHERE id = ?
            """,
            end.status.rawValue,
            end.completion.flatMap { $0.model.isEmpty ? nil : $0.model },
            end.firstToken?.microseconds,
            end.duration?.microseconds,
            usage,
            end.requestID,
            end.error,
            try end.completion.map { try Self.json($0) },
            row
        )
    }

    /// Returns whether the call and its conversation still exist.
    ///
    /// Rowids may be reused, so the key is compared as well.
    private func isThere(_ call: RecordedCall) throws -> Bool {
        try connection.first("SELECT 1 FROM call WHERE id = ? AND key = ?", call.row, call.id) { _ in true } ?? false
    }

    // MARK: Requests

    /// The maximum size, in bytes, of a request that is stored verbatim.
    private static let shortRequest = 2048

    /// Splits a request into two parts: the body without its messages or items, and references to the contents of its
    /// messages.
    ///
    /// A long conversation is therefore not stored again with each of its calls. A request is stored verbatim if it is
    /// short or could not be reproduced byte for byte.
    private func split(_ body: [UInt8], _ stored: StoredConversation) throws -> (request: String, sent: String) {
        let whole = String(decoding: body, as: UTF8.self)
        // Splitting a short request is not worth the cost of the lookups.
        guard body.count > Self.shortRequest else { return (whole, "") }
        guard case .object(var object)? = try? JSONValue(parsing: body), JSONValue.object(object).jsonBytes == body
        else { return (whole, "") }
        let list = Self.list(of: object)
        guard case .array(let elements)? = object[list],
            let sent = try list == "input" ? values(of: stored).referencing(elements) : parts(of: elements, stored)
        else { return (whole, "") }
        object[list] = .array([])
        return (JSONValue.object(object).jsonText, JSONValue.array(sent).jsonText)
    }

    /// Returns the messages of a request, with the messages of the conversation replaced by their rowids. Returns `nil`
    /// if the messages cannot be stored this way.
    private func parts(of messages: [JSONValue], _ stored: StoredConversation) throws -> [JSONValue]? {
        var values: RecordedValues?
        var parts: [JSONValue] = []
        for message in messages {
            if let row = try row(of: message, stored) {
                parts.append(.integer(row))
                continue
            }
            // The stored answer may contain items that are not sent in chat completion requests.
            let isAnswer = message["role"]?.stringValue == "assistant"
            if isAnswer, values == nil { values = try self.values(of: stored) }
            guard let part = (isAnswer ? values ?? RecordedValues() : RecordedValues()).replacing(message) else {
                return nil
            }
            parts.append(part)
        }
        return parts
    }

    /// Returns the name of the request member that contains the conversation.
    private static func list(of request: JSONObject) -> String { request["messages"] == nil ? "input" : "messages" }

    /// Returns the rowid of the content of a message, or `nil` if the message does not belong to the conversation.
    private func row(of message: JSONValue, _ stored: StoredConversation) throws -> Int64? {
        let (json, _) = try contents.lightJSON(of: message)
        guard let row = try contents.row(of: json), stored.contentRows.contains(Int(row)) else { return nil }
        return row
    }

    /// Returns the values in the conversation that a request may contain.
    private func values(of stored: StoredConversation) throws -> RecordedValues {
        var values = RecordedValues()
        for node in stored.conversation.path {
            let message = try JSONValue(parsing: JSONBodyEncoder.encode(node.message))
            if let row = try row(of: message, stored) { values.add(message, row: row) }
        }
        return values
    }

    /// Returns the request body of a call exactly as it was sent. The body is empty if there is no such call.
    func body(of row: Int64) throws -> [UInt8] {
        let parts = try connection.first("SELECT request, sent FROM call WHERE id = ?", row) {
            ($0.text(0), $0.text(1))
        }
        return try parts.map { try joined(request: $0.0, sent: $0.1) } ?? []
    }

    /// Reassembles a request body.
    func joined(request: String, sent: String) throws -> [UInt8] {
        guard !sent.isEmpty, case .object(var object)? = try? JSONValue(jsonText: request),
            case .array(let parts)? = try? JSONValue(jsonText: sent)
        else { return Array(request.utf8) }
        var read: [Int64: JSONValue] = [:]
        func content(_ row: Int64) throws -> JSONValue? {
            if let content = read[row] { return content }
            let content = try whole(row)
            read[row] = content
            return content
        }
        let list = Self.list(of: object)
        let elements = try parts.map { part -> JSONValue in
            if list == "input" { return try RecordedValues.restored(part, content: content) }
            if case .integer(let row) = part { return try content(row) ?? part }
            return try RecordedValues.restored(part, content: content)
        }
        object[list] = .array(elements)
        return JSONValue.object(object).jsonBytes
    }

    /// Returns the content with the given rowid, including its attachment data.
    private func whole(_ row: Int64) throws -> JSONValue? {
        let json = try connection.first("SELECT json FROM content WHERE id = ?", row) { $0.text(0) }
        guard let json, let light = try? JSONValue(jsonText: json) else { return nil }
        return try MessageText.whole(light) { row in
            try connection.first("SELECT bytes FROM attachment WHERE id = ?", row) { $0.bytes(0) }
        }
    }

    private static func json(_ value: some DirectlyWritable) throws -> String {
        String(decoding: try JSONBodyEncoder.encode(value), as: UTF8.self)
    }
}
