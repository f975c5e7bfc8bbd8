#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension EmbeddingStore {
    /// A text in a collection, with an optional label.
    public struct Entry: Sendable, Hashable {
        /// The text.
        public var text: String
        /// The name of the text, such as the path of its file, or `nil` if the text has no name.
        ///
        /// A collection contains at most one text with a given label. Adding a text replaces any other text with the
        /// same label.
        public var label: String?

        /// Creates an entry.
        public init(_ text: String, label: String? = nil) {
            self.text = text
            self.label = label
        }
    }

    /// Adds texts and their vectors to a collection in one transaction, creating the collection if necessary.
    ///
    /// A text with a label is skipped if the collection already contains the same text with the same label. A text
    /// without a label is skipped if the collection already contains the same text with any label or without a label.
    ///
    /// - Parameters:
    ///   - entries: The texts.
    ///   - vectors: The vector of each text. Vectors are scaled to length 1 before they are stored.
    ///   - name: The name of the collection.
    ///   - model: The model that generated the vectors.
    ///   - requestedDimensions: The number of dimensions sent in the requests, or `nil` if the requests did not specify
    ///     a number.
    ///   - profile: A name for the server, or `nil` for no name. The name is stored if the collection is new.
    /// - Returns: The number of texts added.
    /// - Throws: `StoreError`, or `CancellationError` if the task is cancelled. The `StoreError` has code
    ///   `.vectorMismatch` if the vectors cannot be added to the collection, in which case nothing is added.
    @discardableResult
    public func add(
        _ entries: [Entry],
        _ vectors: [[Float]],
        to name: String,
        model: String,
        requestedDimensions: Int? = nil,
        profile: String? = nil
    ) async throws -> Int {
        let terms = EmbeddingTable.Terms(
            name: name,
            model: model,
            dimensions: requestedDimensions,
            profile: profile
        )
        return try await database.perform { try add(entries, vectors, terms) }
    }

    func add(_ entries: [Entry], _ vectors: [[Float]], _ terms: EmbeddingTable.Terms) throws -> Int {
        guard entries.count == vectors.count else {
            throw StoreError(.vectorMismatch, "\(vectors.count) vectors were given for \(entries.count) texts")
        }
        return try write(terms) { table in
            var count = 0
            for (entry, vector) in zip(entries, vectors) {
                if let row = try table.collection(terms)?.row, try table.contains(entry, in: row) { continue }
                try table.insert(entry, vector, terms, database.now())
                count += 1
            }
            return count
        }
    }

    /// Adds the texts whose vectors are already stored in a collection with the same profile, model and dimensions.
    ///
    /// - Returns: The number of texts added, and the indexes of the texts that must be sent to the server.
    /// - Throws: `StoreError`.
    func addKnown(_ entries: ArraySlice<Entry>, _ terms: EmbeddingTable.Terms) throws -> (added: Int, missing: [Int]) {
        try write(terms) { table in
            var (added, missing) = (0, [Int]())
            var found = try table.collection(terms)
            for index in entries.indices {
                let entry = entries[index]
                if let row = found?.row, try table.contains(entry, in: row) { continue }
                guard let vector = try table.vector(of: entry.text, terms, like: found?.collection) else {
                    missing.append(index)
                    continue
                }
                try table.insert(entry, vector, terms, database.now())
                added += 1
                if found == nil { found = try table.collection(terms) }
            }
            return (added, missing)
        }
    }

    /// Calls a closure in a transaction and then packs vectors into blocks.
    private func write<Result: Sendable>(
        _ terms: EmbeddingTable.Terms,
        _ body: (EmbeddingTable) throws -> Result
    ) throws -> Result {
        try database.write { connection in
            let table = EmbeddingTable(connection: connection)
            let result = try body(table)
            if let row = try table.collection(terms)?.row { try EmbeddingBlocks(connection: connection).pack(row) }
            return result
        }
    }
}
