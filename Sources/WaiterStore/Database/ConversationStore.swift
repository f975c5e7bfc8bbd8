#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The content side of a store: conversations, and what was sent and received in them.
///
///     let store = try await ConversationStore(path: "waiter.sqlite3")
///     var stored = StoredConversation(conversation)
///     try await store.save(&stored)
///
/// The same SQLite file holds the ledger of costs (`ledger`); see there for who may use it.
public struct ConversationStore: Sendable {
    /// The path of the file.
    public var path: String { database.path }

    /// The ledger in the same file.
    public var ledger: Ledger { Ledger(database: database) }

    let database: StoreDatabase

    /// Opens a file, creates it if necessary, and migrates one of an older version.
    ///
    /// With `Ledger.inMemory` as the path no file is created or read.
    ///
    /// - Parameter now: The wall clock, for tests.
    /// - Throws: `StoreError`: `.damaged`, `.tooNew`, `.notALedger`, `.notWritable`, `.diskFull`, `.busy`. The file is
    ///   unchanged then.
    public init(path: String, now: @escaping @Sendable () -> Date = { Date() }) async throws {
        database = try await StoreDatabase.open(path: path, now: now)
    }

    package init(path: String, now: @escaping @Sendable () -> Date = { Date() }) throws {
        database = try StoreDatabase(path: path, now: now)
    }

    init(database: StoreDatabase) { self.database = database }
}
