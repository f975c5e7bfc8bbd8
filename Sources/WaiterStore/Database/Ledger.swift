#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The money side of a store: attempts, budgets, rate limits and usage.
///
///     let ledger = try await Ledger(path: "waiter.sqlite3")
///     let client = try OpenAI(configuration: .fromEnvironment(), meter: ledger)
///
/// The same SQLite file holds conversations (`conversations`), and any number of processes may use it at once. The file and
/// its write-ahead log are accessible to their owner alone (0600). A method waits for other processes that are writing, each
/// for about a millisecond, and for at most half a minute in all.
public struct Ledger: Sendable {
    /// The path of the file.
    public var path: String { database.path }

    /// The conversations in the same file.
    public var conversations: ConversationStore { ConversationStore(database: database) }

    let database: StoreDatabase

    /// The path of a store that is no file and lives as long as its value.
    public static let inMemory = ":memory:"

    /// Opens a file, creates it if necessary, and migrates one of an older version.
    ///
    /// With `inMemory` as the path no file is created or read.
    ///
    /// - Parameter now: The wall clock, for tests.
    /// - Throws: `StoreError`: `.damaged`, `.tooNew`, `.notALedger`, `.notWritable`, `.diskFull`, `.busy`. The file is
    ///   unchanged then.
    public init(path: String, now: @escaping @Sendable () -> Date = { Date() }) async throws {
        database = try StoreDatabase(path: path, now: now)
    }

    package init(path: String, now: @escaping @Sendable () -> Date = { Date() }) throws {
        database = try StoreDatabase(path: path, now: now)
    }

    init(database: StoreDatabase) { self.database = database }

    /// Sets what is called when a statement has waited a second for other processes.
    package func onLongWait(_ body: @escaping @Sendable () -> Void) { database.onLongWait(body) }
}
