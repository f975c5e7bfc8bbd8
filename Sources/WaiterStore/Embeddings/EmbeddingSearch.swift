internal import Waiter

/// A search for the vectors in a collection that are most similar to a query.
struct EmbeddingSearch {
    let connection: SQLiteConnection
    let collection: Int64
    /// The query, scaled to length 1.
    let query: [Float]
    let count: Int

    /// The number of vectors selected by the first pass.
    private var candidates: Int { max(200, count.multipliedReportingOverflow(by: 20).partialValue) }

    func matches() throws -> [EmbeddingStore.Match] {
        guard count > 0 else { return [] }
        var exact = try approximateBest().map { (score: try score(of: $0), row: $0) }
        exact += try unpacked()
        exact.sort { $0.score == $1.score ? $0.row < $1.row : $0.score > $1.score }
        return try exact.prefix(count).map { found in
            let match = try connection.first(
                "SELECT text, label FROM embedding JOIN embedding_content USING (id) WHERE id = ?",
                found.row
            ) { row in
                EmbeddingStore.Match(
                    text: row.text(0),
                    label: row.optionalText(1),
                    score: min(1, max(-1, found.score))
                )
            }
            guard let match else { throw StoreError.damagedVectors }
            return match
        }
    }

    /// Returns the rowids of the texts that are most similar to the query according to their quantized vectors. Only
    /// texts in blocks are considered.
    private func approximateBest() throws -> [Int64] {
        let query = QuantizedVector.Query(self.query)
        let dimensions = self.query.count
        var best = BestScores(capacity: candidates)
        try connection.each(
            """
            SELECT members, scales, codes FROM embedding_block
            JOIN embedding_codes ON embedding_codes.block = embedding_block.id WHERE collection = ?
            """,
            [collection]
        ) { row in
            let members = row.numbers(0, as: Int64.self) ?? []
            let scales = row.numbers(1, as: Float.self) ?? []
            try row.withBytes(2) { bytes in
                guard scales.count == members.count, bytes.count == members.count * dimensions,
                    let codes = bytes.bindMemory(to: Int8.self).baseAddress
                else { throw StoreError.damagedVectors }
                for (place, member) in members.enumerated() where member != 0 {
                    best.insert(query.product(codes + place * dimensions) * scales[place], Int(member))
                }
            }
            return true
        }
        return best.sorted.map { Int64($0.place) }
    }

    /// Returns the scores of the vectors that are not in a block.
    private func unpacked() throws -> [(score: Float, row: Int64)] {
        try connection.rows(
            """
            SELECT id, vector FROM embedding JOIN embedding_content USING (id)
            WHERE collection = ? AND block IS NULL
            """,
            collection
        ) { found in (try score(found, 1), found.integer(0)) }
    }

    private func score(of row: Int64) throws -> Float {
        let score = try connection.first("SELECT vector FROM embedding_content WHERE id = ?", row) { row in
            try self.score(row, 0)
        }
        guard let score else { throw StoreError.damagedVectors }
        return score
    }

    private func score(_ row: SQLiteRow, _ column: Int32) throws -> Float {
        guard let vector = row.numbers(column, as: Float.self), vector.count == query.count else {
            throw StoreError.damagedVectors
        }
        return VectorProduct.dot(query, vector)
    }
}
