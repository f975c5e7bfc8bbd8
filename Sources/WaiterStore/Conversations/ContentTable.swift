internal import Waiter
internal import WaiterConversation

/// The table of deduplicated message contents.
struct ContentTable {
    let connection: SQLiteConnection

    /// The JSON of an empty answer.
    static let nothing = #"{"role":"assistant","content":""}"#

    /// Returns the rowid of a message, inserting the message if necessary.
    func row(of message: ChatMessage) throws -> Int64 {
        let (json, attachments) = try lightJSON(of: message)
        let hash = ContentHash.of(json)
        if let row = try row(of: json, hash) { return row }
        try connection.run(
            "INSERT INTO content (hash, role, json, text) VALUES (?, ?, ?, ?)",
            hash,
            message.role.rawValue,
            json,
            Self.searchable(message)
        )
        let row = connection.lastInsertedRow
        for attachment in attachments {
            try connection.run("INSERT OR IGNORE INTO content_attachment VALUES (?, ?)", row, attachment)
        }
        return row
    }

    /// Returns the rowid of the message with the given JSON, or `nil` if there is no such message. The JSON does not
    /// contain attachment data.
    func row(of json: String) throws -> Int64? { try row(of: json, ContentHash.of(json)) }

    private func row(of json: String, _ hash: Int64) throws -> Int64? {
        try connection.first("SELECT id FROM content WHERE hash = ? AND json = ?", hash, json) { $0.integer(0) }
    }

    /// Inserts a draft of a message. The draft is not shared with other conversations.
    func draft(_ message: ChatMessage) throws -> Int64 {
        let (json, _) = try lightJSON(of: message)
        try connection.run(
            "INSERT INTO content (role, json, text) VALUES (?, ?, ?)",
            message.role.rawValue,
            json,
            Self.searchable(message)
        )
        return connection.lastInsertedRow
    }

    func update(draft row: Int64, _ message: ChatMessage) throws {
        let (json, _) = try lightJSON(of: message)
        try connection.run("UPDATE content SET json = ?, text = ? WHERE id = ?", json, Self.searchable(message), row)
    }

    /// Returns the message decoded from JSON, including its attachment data, or `nil` if the JSON is invalid.
    func message(_ json: String) throws -> ChatMessage? {
        guard let light = try? JSONValue(jsonText: json) else { return nil }
        // Most messages are plain text, so they need neither attachment data nor the general decoder.
        if case .object(let object) = light, object.count == 2, case .string(let role)? = object["role"],
            case .string(let text)? = object["content"]
        {
            return ChatMessage(role: Role(rawValue: role), content: .text(text))
        }
        let whole = try MessageText.whole(light) { row in
            try connection.first("SELECT bytes FROM attachment WHERE id = ?", row) { $0.bytes(0) }
        }
        return try? JSONBodyDecoder.decode(ChatMessage.self, from: whole)
    }

    /// Deletes each of the given rows that is no longer used by any message. The row's attachment data is also deleted
    /// if no other row uses it.
    func removeUnused(_ rows: [Int64]) throws {
        for row in rows {
            let attachments = try connection.rows(
                "SELECT attachment FROM content_attachment WHERE content = ?",
                row
            ) { $0.integer(0) }
            try connection.run(
                "DELETE FROM content WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM message WHERE content = ?1)",
                row
            )
            for attachment in attachments {
                try connection.run(
                    """
                    DELETE FROM attachment
                    WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM content_attachment WHERE attachment = ?1)
                    """,
                    attachment
                )
            }
        }
    }

    /// Returns the text to index for search. The text consists of the content and the arguments of tool calls.
    private static func searchable(_ message: ChatMessage) -> String {
        var texts = [message.text, message.refusal ?? ""]
        for case .function(let call) in message.toolCalls {
            texts.append("\(call.function.name) \(call.function.arguments)")
        }
        return texts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    // MARK: JSON

    private func lightJSON(of message: ChatMessage) throws -> (json: String, attachments: [Int64]) {
        let bytes = try JSONBodyEncoder.encode(message)
        // A text message has neither attachments nor additional fields.
        if case .text? = message.content, message.additionalFields.isEmpty, message.toolCalls.isEmpty {
            return (String(decoding: bytes, as: UTF8.self), [])
        }
        return try lightJSON(of: JSONValue(parsing: bytes))
    }

    /// Returns the JSON of a message without its attachment data, and the rowids of the separately stored attachments.
    func lightJSON(of value: JSONValue) throws -> (json: String, attachments: [Int64]) {
        var attachments: [Int64] = []
        let light = try MessageText.light(value) { piece in
            let row = try self.row(of: piece)
            attachments.append(row)
            return row
        }
        return (light.jsonText, attachments)
    }

    private func row(of piece: MessageAttachment) throws -> Int64 {
        let hash = piece.bytes.withUnsafeBytes(ContentHash.of)
        let same = try connection.first(
            "SELECT id FROM attachment WHERE hash = ? AND bytes = ?",
            hash,
            piece.bytes
        ) { $0.integer(0) }
        if let same { return same }
        try connection.run(
            "INSERT INTO attachment (hash, media_type, bytes) VALUES (?, ?, ?)",
            hash,
            piece.mediaType,
            piece.bytes
        )
        return connection.lastInsertedRow
    }
}
