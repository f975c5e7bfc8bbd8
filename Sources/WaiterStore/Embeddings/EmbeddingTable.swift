internal import Waiter

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The tables of embedding collections and their texts.
struct EmbeddingTable {
    /// The model and dimensions of the vectors to add to a collection.
    struct Terms: Sendable {
        var name: String
        var model: String
        /// The number of dimensions to request. If this is `nil`, the number requested for the collection is used, or
        /// the model's default if there is no such number.
        var dimensions: Int?
        /// The profile to store with a new collection.
        var profile: String?
    }

    let connection: SQLiteConnection

    // MARK: Collections

    /// Returns all collections or only the collection with the given name. Each collection is returned together with
    /// its rowid.
    ///
    /// - Parameters:
    ///   - name: The name of the collection, or `nil` for all collections.
    ///   - countsTexts: Whether to count the texts. If this is `false`, the count is 0. Counting 100,000 texts takes
    ///     several milliseconds.
    /// - Returns: The collections, sorted by name.
    /// - Throws: `SQLiteError`.
    func collections(named name: String?, countsTexts: Bool = false) throws -> [(
        row: Int64, collection: EmbeddingStore.Collection
    )] {
        try connection.rows(
            """
            SELECT id, name, model, dimensions, requested_dimensions, created_at, profile,
                CASE WHEN ?2 THEN (SELECT count(*) FROM embedding WHERE collection = embedding_collection.id) ELSE 0 END
            FROM embedding_collection WHERE ?1 IS NULL OR name = ?1 ORDER BY name
            """,
            name,
            countsTexts
        ) { row in
            let collection = EmbeddingStore.Collection(
                name: row.text(1),
                model: row.text(2),
                dimensions: Int(row.integer(3)),
                requestedDimensions: row.optionalInteger(4).map { Int($0) },
                profile: row.optionalText(6),
                count: Int(row.integer(7)),
                createdAt: Date(ledgerTime: row.integer(5))
            )
            return (row.integer(0), collection)
        }
    }

    /// Returns the collection that the terms refer to, or `nil` if the collection does not exist yet.
    ///
    /// - Throws: `StoreError` with code `.vectorMismatch` if the vectors in the collection are from a different model
    ///   or have different dimensions.
    func collection(_ terms: Terms) throws -> (row: Int64, collection: EmbeddingStore.Collection)? {
        guard let found = try collections(named: terms.name).first else { return nil }
        let collection = found.collection
        guard collection.model == terms.model else {
            throw StoreError.mismatch(collection, "not from \(terms.model)")
        }
        if let asked = terms.dimensions, asked != collection.requestedDimensions ?? collection.dimensions {
            throw StoreError.mismatch(collection, "not with \(asked)")
        }
        return found
    }

    /// Creates the collection if the given vector is its first. Otherwise, checks that the vector can be added to the
    /// collection. Returns the rowid of the collection.
    private func row(_ terms: Terms, _ vector: [Float], _ now: Date) throws -> Int64 {
        if let (row, collection) = try collection(terms) {
            guard vector.count == collection.dimensions else {
                throw StoreError.mismatch(collection, "not with \(vector.count)")
            }
            return row
        }
        try connection.run(
            """
            INSERT INTO embedding_collection (name, model, dimensions, requested_dimensions, profile, created_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            terms.name,
            terms.model,
            vector.count,
            terms.dimensions,
            terms.profile,
            now.ledgerTime
        )
        return connection.lastInsertedRow
    }

    // MARK: Texts

    /// Returns whether a collection contains the text. If a label is given, the text must have that label.
    func contains(_ entry: EmbeddingStore.Entry, in collection: Int64) throws -> Bool {
        try connection.first(
            """
            SELECT 1 FROM embedding JOIN embedding_content USING (id)
            WHERE hash = ?1 AND collection = ?2 AND (?3 IS NULL OR label = ?3) AND text = ?4
            """,
            ContentHash.of(entry.text),
            collection,
            entry.label,
            entry.text
        ) { _ in true } ?? false
    }

    /// Returns the vector of a text from a collection with the same profile, model and dimensions, or `nil` if no such
    /// collection contains the text.
    ///
    /// The profile must be the same because two servers can have different models with the same name.
    func vector(of text: String, _ terms: Terms, like collection: EmbeddingStore.Collection?) throws -> [Float]? {
        let requested = collection?.requestedDimensions ?? (collection == nil ? terms.dimensions : nil)
        return try connection.first(
            """
            SELECT vector FROM embedding
            JOIN embedding_content USING (id)
            JOIN embedding_collection ON embedding_collection.id = embedding.collection
            WHERE hash = ?1 AND model = ?2 AND requested_dimensions IS ?3 AND (?4 IS NULL OR dimensions = ?4)
                AND text = ?5 AND profile IS ?6
            """,
            ContentHash.of(text),
            terms.model,
            requested,
            collection?.dimensions,
            text,
            collection == nil ? terms.profile : collection?.profile
        ) { $0.numbers(0, as: Float.self) } ?? nil
    }

    /// Returns the rowids of the given text in a collection, in ascending order.
    func rows(text: String, in collection: Int64) throws -> [Int64] {
        try connection.rows(
            """
            SELECT id FROM embedding JOIN embedding_content USING (id)
            WHERE hash = ? AND collection = ? AND text = ? ORDER BY id
            """,
            ContentHash.of(text),
            collection,
            text
        ) { $0.integer(0) }
    }

    /// Returns an array that contains the rowid of the text with the given label in a collection. The array is empty if
    /// there is no such text.
    func rows(label: String, in collection: Int64) throws -> [Int64] {
        try connection.rows(
            "SELECT id FROM embedding WHERE collection = ? AND label = ?",
            collection,
            label
        ) { $0.integer(0) }
    }

    /// Removes rows from a collection and dissolves the blocks that contain their vectors.
    func remove(_ rows: Set<Int64>, from collection: Int64) throws {
        var blocks: Set<Int64> = []
        for row in rows.sorted() {
            let block = try connection.first("SELECT block FROM embedding WHERE id = ?", row) { $0.optionalInteger(0) }
            if let block = block ?? nil { blocks.insert(block) }
            try connection.run("DELETE FROM embedding WHERE id = ?", row)
        }
        let packing = EmbeddingBlocks(connection: connection)
        for block in blocks.sorted() { try packing.dissolve(block, of: collection) }
        try packing.pack(collection)
    }

    /// Adds a text that the collection does not contain, replacing any text with the same label.
    ///
    /// - Throws: `StoreError` with code `.vectorMismatch`, or `SQLiteError`.
    func insert(_ entry: EmbeddingStore.Entry, _ vector: [Float], _ terms: Terms, _ now: Date) throws {
        guard let unit = VectorProduct.normalized(vector) else {
            throw StoreError(.vectorMismatch, "a vector has no direction: it is empty, zero, or not finite")
        }
        let collection = try row(terms, unit, now)
        if let label = entry.label {
            let old = try connection.first(
                "SELECT id, block FROM embedding WHERE collection = ? AND label = ?",
                collection,
                label
            ) { ($0.integer(0), $0.optionalInteger(1)) }
            if let (id, block) = old {
                try connection.run("DELETE FROM embedding WHERE id = ?", id)
                if let block { try EmbeddingBlocks(connection: connection).remove(id, from: block, of: collection) }
            }
        }
        try connection.run(
            "INSERT INTO embedding (collection, hash, label) VALUES (?, ?, ?)",
            collection,
            ContentHash.of(entry.text),
            entry.label
        )
        try connection.run(
            "INSERT INTO embedding_content (id, vector, text) VALUES (?, ?, ?)",
            connection.lastInsertedRow,
            unit.withUnsafeBytes { Array($0) },
            entry.text
        )
    }
}

extension StoreError {
    /// Returns the error for vectors that cannot be added to a collection or compared with the vectors in the
    /// collection.
    static func mismatch(_ collection: EmbeddingStore.Collection, _ difference: String) -> StoreError {
        StoreError(
            .vectorMismatch,
            "'\(collection.name)' has vectors from \(collection.model) with \(collection.dimensions) dimensions, \(difference)"
        )
    }

    /// Returns the error for a collection that does not exist.
    static func unknownCollection(_ name: String, among names: [String]) -> StoreError {
        StoreError(.unknownCollection, "no embeddings are stored under the name '\(name)'", candidates: names)
    }

    /// The error for a stored vector that cannot be read.
    static var damagedVectors: StoreError {
        StoreError(
            .damaged,
            "the stored vectors are damaged",
            remedy: "remove the collection, and embed its texts again"
        )
    }
}
