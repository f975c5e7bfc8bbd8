#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The part of a store that contains attempts, budgets, rate limits and usage.
///
///     let ledger = try await Ledger(path: "waiter.sqlite3")
///     let client = try OpenAI(configuration: .fromEnvironment(), meter: ledger)
///
/// The SQLite file also contains conversations (`conversations`), and any number of processes can use it at the same
/// time. The file and its write-ahead log are accessible only to their owner (0600).
///
/// A store has its own thread, so a slow disk or a lock held by another process never blocks a thread in Swift's
/// cooperative pool. Methods suspend instead. They throw a `StoreError` with code `.busy` after 30 seconds, or a
/// `CancellationError` as soon as the task is cancelled. Concurrent writes are committed together. When an attempt
/// ends, its outcome is queued to be written, and later calls in the same process take the outcome into account.
/// `flush()` waits until all queued writes are committed. A client's `shutdown(gracePeriod:)` method calls `flush()`.
/// If a process exits without flushing, its last attempts remain open, and the next process that uses the file counts
/// their reserved amounts. Open a file only once per process and share the store, because two stores that use the same
/// file do not see each other's queued writes.
public struct Ledger: Sendable {
    /// The path of the file.
    public var path: String { database.path }

    /// The conversations in the same file.
    public var conversations: ConversationStore { ConversationStore(database: database) }

    let database: StoreDatabase

    /// The path for an in-memory store. The data is lost when the last copy of the store is released.
    public static let inMemory = ":memory:"

    /// Opens a file, creating it or migrating it from an older version if necessary.
    ///
    /// If the path is `inMemory`, no file is created or read.
    ///
    /// - Parameters:
    ///   - path: The path of the file, or `inMemory`.
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

    /// Sets a closure that is called when a statement has waited for other processes for one second.
    package func onLongWait(_ body: @escaping @Sendable () -> Void) { database.onLongWait(body) }
}
