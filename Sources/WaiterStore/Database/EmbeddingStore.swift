#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The part of a store that contains named collections of texts and their embedding vectors.
///
///     let store = try await EmbeddingStore(path: "waiter.sqlite3")
///     try await store.embed(texts.map { .init($0) }, in: "notes", with: client, model: "text-embedding-3-small")
///     for match in try await store.nearest(to: question, in: "notes", count: 5) { print(match.score, match.text) }
///
/// All vectors in a collection come from one model and have the same number of dimensions. The SQLite file also
/// contains the cost ledger (`ledger`). For information about concurrent access, see `Ledger`.
public struct EmbeddingStore: Sendable {
    /// The path of the file.
    public var path: String { database.path }

    /// The ledger in the same file.
    public var ledger: Ledger { Ledger(database: database) }

    let database: StoreDatabase

    /// Opens a file, creating it or migrating it from an older version if necessary.
    ///
    /// If the path is `Ledger.inMemory`, no file is created or read.
    ///
    /// - Parameters:
    ///   - path: The path of the file, or `Ledger.inMemory`.
    ///   - now: A closure that returns the current time. Tests can pass a different clock.
    /// - Throws: `StoreError` with code `.damaged`, `.tooNew`, `.notALedger`, `.notWritable`, `.diskFull` or `.busy`.
    ///   In all of these cases, the file is not changed.
    public init(path: String, now: @escaping @Sendable () -> Date = { Date() }) async throws {
        database = try await StoreDatabase.open(path: path, now: now)
    }

    package init(path: String, now: @escaping @Sendable () -> Date = { Date() }) throws {
        database = try StoreDatabase(path: path, now: now)
    }

    init(database: StoreDatabase) { self.database = database }
}

extension Ledger {
    /// The embeddings in the same file.
    public var embeddings: EmbeddingStore { EmbeddingStore(database: database) }
}
