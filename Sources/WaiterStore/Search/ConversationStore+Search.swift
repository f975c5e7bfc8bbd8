internal import Waiter

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension ConversationStore {
    /// Returns the messages that match a search query, newest first.
    ///
    /// - Parameters:
    ///   - text: The words that a message must contain, ignoring case and accents. `"two words"` is a phrase, `word*`
    ///     is a prefix, and `-word` is an excluded word.
    ///   - filter: A filter for the conversations to search. Its limit is the maximum number of messages.
    /// - Returns: The matching messages. The array is empty if the text contains no words.
    /// - Throws: `StoreError`.
    public func search(_ text: String, _ filter: ConversationFilter = ConversationFilter()) async throws -> [SearchHit]
    {
        try await database.perform { try search(text, filter) }
    }

    package func search(_ text: String, _ filter: ConversationFilter = ConversationFilter()) throws -> [SearchHit] {
        let query = SearchQuery(text)
        guard !query.wanted.isEmpty else { return [] }
        try compactDrafts()
        if query.isInWords { try updateSearchIndex() }
        return try database.use { connection in
            query.isInWords
                ? try searchWords(query, filter, connection) : try searchText(query, filter, connection)
        }
    }

    /// Brings the search index up to date before a search.
    func updateSearchIndex() throws {
        guard try database.use({ try SearchIndex(connection: $0).pending() > 0 }) else { return }
        try database.write { try SearchIndex(connection: $0).update() }
    }

    /// Merges the pieces of unfinished answers, including those whose processes have exited.
    private func compactDrafts() throws {
        guard try database.use({ try DraftTable(connection: $0).hasPieces() }) else { return }
        try database.write { try DraftTable(connection: $0).compact() }
    }

    private static let columns = "\(ConversationSummary.columns), content.role, message.created_at"
    private static let textColumn = ConversationSummary.columnCount + 2

    private func searchWords(
        _ query: SearchQuery,
        _ filter: ConversationFilter,
        _ connection: SQLiteConnection
    ) throws -> [SearchHit] {
        let (condition, values) = filter.condition
        // The rows and the index are in chronological order. The results therefore do not have to be sorted, and the
        // search stops at the limit.
        let sql = """
            SELECT \(Self.columns), snippet(content_text, 0, char(2), char(3), '…', 24)
            FROM content_text
            CROSS JOIN content ON content.id = content_text.rowid
            CROSS JOIN message ON message.content = content.id
            CROSS JOIN conversation ON conversation.id = message.conversation
            WHERE content_text MATCH ? AND \(condition)
            ORDER BY content_text.rowid DESC LIMIT ?
            """
        var hits: [SearchHit] = []
        try connection.each(sql, [query.expression] + values + [filter.limit ?? -1]) { row in
            if let hit = SearchHit(row, excerpt: Self.pieces(row.text(Self.textColumn))) { hits.append(hit) }
            return true
        }
        return hits
    }

    /// Searches the text of the messages instead of the index.
    private func searchText(
        _ query: SearchQuery,
        _ filter: ConversationFilter,
        _ connection: SQLiteConnection
    ) throws -> [SearchHit] {
        let (condition, values) = filter.condition
        let wanted = query.wanted.map { _ in "instr(lower(content.text), lower(?)) > 0" }
        let unwanted = query.unwanted.map { _ in "instr(lower(content.text), lower(?)) = 0" }
        let sql = """
            SELECT \(Self.columns), content.text
            FROM content
            CROSS JOIN message ON message.content = content.id
            CROSS JOIN conversation ON conversation.id = message.conversation
            WHERE \((wanted + unwanted).joined(separator: " AND ")) AND \(condition)
            ORDER BY content.id DESC LIMIT ?
            """
        let terms: [any SQLiteBindable] = (query.wanted + query.unwanted).map(\.text)
        var hits: [SearchHit] = []
        try connection.each(sql, terms + values + [filter.limit ?? -1]) { row in
            let excerpt = Self.excerpt(of: row.text(Self.textColumn), around: query.wanted[0].text)
            if let hit = SearchHit(row, excerpt: excerpt) { hits.append(hit) }
            return true
        }
        return hits
    }

    // MARK: Excerpts

    /// Splits an FTS5 snippet at the control characters that mark matches.
    private static func pieces(_ text: String) -> [SearchHit.Piece] {
        var pieces: [SearchHit.Piece] = []
        var isMatch = false
        for part in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\u{2}" || $0 == "\u{3}" }) {
            if !part.isEmpty { pieces.append(SearchHit.Piece(text: String(part), isMatch: isMatch)) }
            isMatch.toggle()
        }
        return pieces
    }

    private static func excerpt(of text: String, around term: String) -> [SearchHit.Piece] {
        let lowered = Array(text.lowercased())
        let sought = Array(term.lowercased())
        let characters = Array(text)
        let place = lowered.count == characters.count ? firstPlace(of: sought, in: lowered) : nil
        guard let place else { return [SearchHit.Piece(text: String(characters.prefix(80)), isMatch: false)] }
        let start = max(0, place - 40)
        let end = place + sought.count
        let before = (start > 0 ? "…" : "") + String(characters[start..<place])
        let after = String(characters[end...].prefix(60)) + (characters.count > end + 60 ? "…" : "")
        return [
            SearchHit.Piece(text: before, isMatch: false),
            SearchHit.Piece(text: String(characters[place..<end]), isMatch: true),
            SearchHit.Piece(text: after, isMatch: false),
        ].filter { !$0.text.isEmpty }
    }

    private static func firstPlace(of sought: [Character], in text: [Character]) -> Int? {
        guard !sought.isEmpty, sought.count <= text.count else { return nil }
        return (0...(text.count - sought.count)).first { text[$0] == sought[0] && text[$0...].starts(with: sought) }
    }
}

extension SearchHit {
    fileprivate init?(_ row: SQLiteRow, excerpt: [Piece]) {
        guard let summary = ConversationSummary(row) else { return nil }
        self.init(
            conversation: summary,
            role: Role(rawValue: row.text(ConversationSummary.columnCount)),
            createdAt: Date(ledgerTime: row.integer(ConversationSummary.columnCount + 1)),
            excerpt: excerpt
        )
    }
}
