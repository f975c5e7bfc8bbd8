#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension EmbeddingStore {
    /// A named set of texts with vectors from one model.
    public struct Collection: Sendable, Hashable {
        /// The name of the collection.
        public let name: String
        /// The model that was requested to generate the vectors.
        public let model: String
        /// The number of components of each vector.
        public let dimensions: Int
        /// The number of dimensions sent in requests, or `nil` to use the model's default.
        public let requestedDimensions: Int?
        /// The name of the profile or server that was specified when the collection was created, or `nil` if no name
        /// was specified.
        public let profile: String?
        /// The number of texts.
        public let count: Int
        /// The time at which the first text was added.
        public let createdAt: Date
    }

    /// Returns all collections, sorted by name.
    ///
    /// - Throws: `StoreError`, or `CancellationError` if the task is cancelled.
    public func collections() async throws -> [Collection] {
        try await database.perform { try collections() }
    }

    package func collections() throws -> [Collection] {
        try database.read { connection in
            try EmbeddingTable(connection: connection).collections(named: nil, countsTexts: true).map(\.collection)
        }
    }

    /// Returns the collection with the given name, or `nil` if there is none.
    ///
    /// - Throws: `StoreError`, or `CancellationError` if the task is cancelled.
    public func collection(_ name: String) async throws -> Collection? {
        try await database.perform { try collection(name) }
    }

    package func collection(_ name: String) throws -> Collection? {
        try database.read {
            try EmbeddingTable(connection: $0).collections(named: name, countsTexts: true).first?.collection
        }
    }

    /// Removes a collection along with all of its texts and vectors.
    ///
    /// No removed text remains in the file, because freed space is overwritten. Removing a collection takes about as
    /// long as creating it. The file does not shrink, but the space is reused later.
    ///
    /// - Returns: Whether there was a collection with that name.
    /// - Throws: `StoreError`, in which case nothing is removed, or `CancellationError` if the task is cancelled.
    @discardableResult
    public func remove(_ name: String) async throws -> Bool {
        try await database.perform { try remove(name) }
    }

    @discardableResult
    package func remove(_ name: String) throws -> Bool {
        try erasing { connection in
            try connection.run("DELETE FROM embedding_collection WHERE name = ?", name)
            return connection.changedRows > 0
        }
    }

    /// Calls a closure in a transaction. Content that the closure deletes is overwritten in the file.
    func erasing<Result: Sendable>(_ body: (SQLiteConnection) throws -> Result) throws -> Result {
        try database.use { try $0.execute("PRAGMA secure_delete = ON") }
        defer { try? database.use { try $0.execute("PRAGMA secure_delete = OFF; PRAGMA wal_checkpoint(TRUNCATE)") } }
        return try database.write(body)
    }
}
