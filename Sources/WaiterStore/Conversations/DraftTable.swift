internal import Waiter

/// The table of in-progress answers.
///
/// Each draft consists of a message and the pieces of text that were appended after the message was last stored.
struct DraftTable {
    let connection: SQLiteConnection

    private var contents: ContentTable { ContentTable(connection: connection) }

    /// Stores a new draft or the text added to an existing draft since it was last written.
    ///
    /// If the only change is appended text, the cost is proportional to the length of that text. Otherwise, the whole
    /// message is stored again.
    func write(_ message: ChatMessage, to draft: Draft?) throws -> Draft {
        var next = Draft(row: draft?.row ?? 0, message)
        guard let draft else {
            next.row = try contents.draft(message)
            return next
        }
        if let texts = next.additions(to: draft, message) {
            guard texts.contains(where: { !$0.isEmpty }) else { return next }
            try connection.run(
                "INSERT INTO draft_piece (content, texts) VALUES (?, ?)",
                draft.row,
                JSONValue.array(texts.map { .string($0) }).jsonText
            )
        } else {
            try removePieces(of: draft.row)
            try contents.update(draft: draft.row, message)
        }
        return next
    }

    /// Returns a draft with its pieces appended.
    func whole(_ message: ChatMessage, row: Int64) throws -> ChatMessage {
        var added: [[String]] = []
        try connection.each("SELECT texts FROM draft_piece WHERE content = ? ORDER BY id", [row]) { row in
            let texts = (try? JSONValue(jsonText: row.text(0)))?.arrayValue ?? []
            added.append(texts.map { $0.stringValue ?? "" })
            return true
        }
        guard !added.isEmpty else { return message }
        var message = message
        var place = 0
        message.changeTexts { text in
            for texts in added where place < texts.count { text.append(texts[place]) }
            place += 1
        }
        return message
    }

    /// Returns whether any draft has pieces.
    func hasPieces() throws -> Bool {
        try connection.first("SELECT 1 FROM draft_piece LIMIT 1") { _ in true } ?? false
    }

    /// Merges the text added to each draft into its message, so that searches find the text. More text can be appended
    /// to the drafts afterward.
    func compact() throws {
        let drafts = try connection.rows(
            "SELECT id, json FROM content WHERE id IN (SELECT content FROM draft_piece)"
        ) { ($0.integer(0), $0.text(1)) }
        for (row, json) in drafts {
            guard let message = try contents.message(json) else { continue }
            try contents.update(draft: row, whole(message, row: row))
            try removePieces(of: row)
        }
    }

    private func removePieces(of row: Int64) throws {
        try connection.run("DELETE FROM draft_piece WHERE content = ?", row)
    }
}

/// The state of a draft when it was last stored. The state does not include text appended afterward.
struct Draft: Sendable, Hashable {
    /// The rowid of the draft in `content`.
    var row: Int64
    /// The message without its text.
    private let frame: ChatMessage
    /// The lengths of the strings in the message, in bytes.
    private let lengths: [Int]

    init(row: Int64, _ message: ChatMessage) {
        var frame = message
        var lengths: [Int] = []
        frame.changeTexts { text in
            lengths.append(text.utf8.count)
            text = ""
        }
        (self.row, self.frame, self.lengths) = (row, frame, lengths)
    }

    /// Returns the text added to each string since an earlier state, or `nil` if anything else has changed.
    fileprivate func additions(to before: Draft, _ message: ChatMessage) -> [String]? {
        guard frame == before.frame, zip(lengths, before.lengths).allSatisfy({ $0 >= $1 }) else { return nil }
        var message = message
        var additions: [String] = []
        message.changeTexts { text in
            additions.append(String(decoding: text.utf8.dropFirst(before.lengths[additions.count]), as: UTF8.self))
        }
        return additions
    }
}

extension ChatMessage {
    /// Changes the strings that grow while an answer is being streamed. The strings are always passed to the closure in
    /// the same order.
    fileprivate mutating func changeTexts(_ change: (inout String) -> Void) {
        if case .text(var text)? = content {
            // The string is temporarily removed from the message. It is then uniquely referenced and can be changed in
            // place.
            content = nil
            change(&text)
            content = .text(text)
        }
        if var text = refusal {
            refusal = nil
            change(&text)
            refusal = text
        }
        for place in toolCalls.indices {
            switch toolCalls[place] {
            case .function(var call):
                toolCalls[place] = .unknown(.null)
                change(&call.function.arguments)
                toolCalls[place] = .function(call)
            case .custom(var call):
                toolCalls[place] = .unknown(.null)
                change(&call.custom.input)
                toolCalls[place] = .custom(call)
            case .unknown: break
            }
        }
        if var call = functionCall {
            functionCall = nil
            change(&call.arguments)
            functionCall = call
        }
    }
}
