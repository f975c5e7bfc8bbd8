internal import Waiter
internal import WaiterConversation
internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Reads conversations from the database.
struct ConversationReader {
    let connection: SQLiteConnection
    let now: Date

    private struct Head {
        var row: Int64
        var title: String?
        var model: String
        var profile: String?
        var owner: String?
        var head: Int64?
        var summary: String?
        var covers: String
        var learned: LearnedContext?
        var pendingTools: String?
    }

    /// The time, in milliseconds, after which a context window size reported by a server is no longer used.
    ///
    /// The server may later be restarted with a different size.
    private static let learnedFor: Int64 = 86_400_000

    /// Returns the conversation with the given ID, or `nil` if there is none.
    ///
    /// Messages are preserved even if the structure of the tree is damaged. A message whose parent is missing is
    /// attached to the preceding message.
    func conversation(_ id: ConversationID) throws -> StoredConversation? {
        let head = try connection.first(
            """
            SELECT id, title, model, profile, head, summary, summary_covers, learned_model, learned_size, learned_at,
                owner, pending_tools
            FROM conversation WHERE key = ?
            """,
            id.text
        ) { row in
            let age = now.ledgerTime - row.integer(9)
            let isKnown = row.optionalInteger(8) != nil && (0..<Self.learnedFor).contains(age)
            return Head(
                row: row.integer(0),
                title: row.optionalText(1),
                model: row.text(2),
                profile: row.optionalText(3),
                owner: row.optionalText(10),
                head: row.optionalInteger(4),
                summary: row.optionalText(5),
                covers: row.text(6),
                learned: isKnown ? LearnedContext(model: row.text(7), size: Int(row.integer(8))) : nil,
                pendingTools: row.optionalText(11)
            )
        }
        guard let head else { return nil }
        var reading = Reading()
        let livingCalls = try self.livingCalls(of: head.row)
        try connection.each(Self.messages, [head.row]) { row in
            try add(row, livingCalls, to: &reading)
            return true
        }
        let conversation = Conversation(
            id: id,
            model: head.model,
            title: head.title,
            nodes: reading.nodes,
            head: reading.place(of: head.head)
        )
        guard var conversation else { return nil }
        if let text = head.summary, let covers = try? JSONValue(jsonText: head.covers).arrayValue {
            let places = covers.compactMap { $0.intValue.flatMap { reading.places[Int64($0)] ?? nil } }
            conversation.restore(Conversation.Summary(text: text, covers: places))
        }
        conversation.learnedContext = head.learned
        conversation.pendingTools = head.pendingTools.flatMap {
            try? JSONBodyDecoder.decode(ToolProgress.self, from: Array($0.utf8))
        }
        let metadata = try self.metadata(of: head.row)
        var stored = StoredConversation(conversation, profile: head.profile, owner: head.owner, metadata: metadata)
        (stored.savedOwner, stored.savedMetadata) = (head.owner, metadata)
        stored.row = head.row
        stored.savedTitle = head.title
        stored.savedNodes = conversation.nodes
        stored.messageRows = reading.rows
        stored.contentRows = reading.contents
        return stored
    }

    private static let messages = """
        SELECT message.id, parent, content, status, is_pinned, model, finish_reason, usage, created_at, json, role, call,
            hash IS NULL
        FROM message JOIN content ON content.id = message.content WHERE conversation = ? ORDER BY message.id
        """

    private struct Reading {
        var nodes: [Conversation.Node] = []
        var rows: [Int64] = []
        /// The node index of each message row.
        ///
        /// A failed answer without content has no node, so its row is mapped to the index of the question.
        var places: [Int64: Int?] = [:]
        var contents: Set<Int> = []

        func place(of row: Int64?) -> Int? {
            guard let row else { return nil }
            return places[row] ?? nodes.last?.id
        }
    }

    private func add(_ row: SQLiteRow, _ livingCalls: Set<Int64>, to reading: inout Reading) throws {
        let parent = reading.place(of: row.optionalInteger(1))
        if row.text(3) == Conversation.Status.failed.rawValue, row.text(9) == ContentTable.nothing {
            reading.places[row.integer(0)] = .some(parent)
            return
        }
        var status = Conversation.Status(rawValue: row.text(3)) ?? .interrupted
        if status == .streaming, !livingCalls.contains(row.integer(11)) { status = .interrupted }
        let node = Conversation.Node(
            id: reading.nodes.count,
            parent: parent,
            message: try message(row),
            status: status,
            isPinned: row.bool(4),
            model: row.optionalText(5),
            usage: row.optionalText(7).flatMap {
                try? JSONBodyDecoder.decode(CompletionUsage.self, from: Array($0.utf8))
            },
            finishReason: row.optionalText(6).map(FinishReason.init(rawValue:)),
            createdAt: Date(ledgerTime: row.integer(8))
        )
        reading.places[row.integer(0)] = node.id
        reading.rows.append(row.integer(0))
        reading.contents.insert(Int(row.integer(2)))
        reading.nodes.append(node)
    }

    private func message(_ row: SQLiteRow) throws -> ChatMessage {
        let role = Role(rawValue: row.text(10))
        // An answer that has no content yet has no JSON.
        let message =
            try ContentTable(connection: connection).message(row.text(9)) ?? ChatMessage(role: role, content: .text(""))
        return row.bool(12) ? try DraftTable(connection: connection).whole(message, row: row.integer(2)) : message
    }

    private func metadata(of conversation: Int64) throws -> [String: String] {
        var metadata: [String: String] = [:]
        try connection.each("SELECT key, value FROM conversation_metadata WHERE conversation = ?", [conversation]) {
            metadata[$0.text(0)] = $0.text(1)
            return true
        }
        return metadata
    }

    /// Returns the rowids of the open calls whose processes are running.
    private func livingCalls(of conversation: Int64) throws -> Set<Int64> {
        let open = try connection.rows(
            "SELECT id, process FROM call WHERE conversation = ? AND process IS NOT NULL",
            conversation
        ) { ($0.integer(0), $0.text(1)) }
        return Set(open.filter { ProcessIdentity($0.1)?.isAlive ?? false }.map(\.0))
    }
}
