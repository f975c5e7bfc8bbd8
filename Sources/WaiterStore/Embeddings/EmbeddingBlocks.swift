internal import Waiter

/// The blocks of quantized vectors that are read in the first pass of a search.
///
/// Reading 100,000 rows with one vector each would take several times as long as reading 100 large rows.
struct EmbeddingBlocks {
    /// The number of vectors in a block.
    static let size = 1000

    let connection: SQLiteConnection

    /// Adds blocks for the vectors of a collection that are not part of a block yet. Only full blocks are added.
    func pack(_ collection: Int64) throws {
        while true {
            let pending = try connection.rows(
                "SELECT id FROM embedding WHERE collection = ? AND block IS NULL ORDER BY id LIMIT ?",
                collection,
                Self.size
            ) { $0.integer(0) }
            guard pending.count == Self.size else { return }
            try pack(pending, collection)
        }
    }

    private func pack(_ rows: [Int64], _ collection: Int64) throws {
        var (scales, codes) = ([Float](), [Int8]())
        for row in rows {
            let found = try connection.first("SELECT vector FROM embedding_content WHERE id = ?", row) { content in
                content.numbers(0, as: Float.self)
            }
            guard let components = found ?? nil, components.allSatisfy(\.isFinite) else {
                throw StoreError.damagedVectors
            }
            let vector = QuantizedVector(components)
            scales.append(vector.scale)
            codes += vector.codes
        }
        try connection.run(
            "INSERT INTO embedding_block (collection, members, scales) VALUES (?, ?, ?)",
            collection,
            rows.withUnsafeBytes { Array($0) },
            scales.withUnsafeBytes { Array($0) }
        )
        let block = connection.lastInsertedRow
        try connection.run(
            "INSERT INTO embedding_codes (block, codes) VALUES (?, ?)",
            block,
            codes.withUnsafeBytes { Array($0) }
        )
        for row in rows { try connection.run("UPDATE embedding SET block = ? WHERE id = ?", block, row) }
    }

    /// Removes a deleted text from its block. A block that is less than half full is dissolved.
    func remove(_ row: Int64, from block: Int64, of collection: Int64) throws {
        let members = try connection.first("SELECT members FROM embedding_block WHERE id = ?", block) { found in
            found.numbers(0, as: Int64.self)?.map { $0 == row ? 0 : $0 }
        }
        guard let members = members ?? nil else { return }
        if members.count(where: { $0 != 0 }) * 2 >= Self.size {
            try connection.run(
                "UPDATE embedding_block SET members = ? WHERE id = ?",
                members.withUnsafeBytes { Array($0) },
                block
            )
            return
        }
        try dissolve(block, of: collection)
    }

    /// Removes a block and its codes. Until the texts of the block are packed into a new block, their vectors are
    /// compared exactly.
    func dissolve(_ block: Int64, of collection: Int64) throws {
        try connection.run(
            "UPDATE embedding SET block = NULL WHERE collection = ? AND block = ?",
            collection,
            block
        )
        try connection.run("DELETE FROM embedding_block WHERE id = ?", block)
    }
}
