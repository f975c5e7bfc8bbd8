internal import CSQLite
internal import Dispatch
internal import Synchronization

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// An open store file and its connection.
///
/// All callers in this process share the connection. Only one caller uses the connection at a time.
///
/// A store opened asynchronously has its own thread. Locks, long reads and slow disks block that thread instead of a
/// thread in Swift's cooperative pool. Small writes that do not have to wait are committed by the calling thread.
/// Writes that are waiting at the same time are committed together.
final class StoreDatabase: Sendable {
    let path: String
    /// The wall clock.
    let now: @Sendable () -> Date
    /// The queue that runs the store's work, or `nil` to run the work on the calling thread. Programs that perform one
    /// operation at a time need no queue.
    let queue: DispatchQueue?
    /// The writes waiting for the store's thread.
    let writes = Mutex(WriteQueue())
    /// The work that the current thread is performing on behalf of a task. Cancelling the task interrupts the work.
    @TaskLocal static var work: QueuedWork?
    /// The kinds of budgets that applied to the most recent call. They determine whether the cost of the next call is
    /// computed before the call is written.
    let coverage = Mutex<BudgetCoverage?>(nil)
    let connection: Mutex<SQLiteConnection>
    /// The records of calls in progress, keyed by call identifier.
    private let recordings = Mutex<[String: any CallCompanion]>([:])
    /// The live sessions of conversations.
    let sessions = SessionRegistry()

    /// Opens the file, creating it or migrating it to the current schema if necessary.
    ///
    /// - Parameters:
    ///   - path: The path of the file, or `Ledger.inMemory`.
    ///   - now: The wall clock.
    ///   - queue: The queue that runs the store's work, or `nil` to run the work on the calling thread.
    /// - Throws: `StoreError`.
    init(path: String, now: @escaping @Sendable () -> Date, queue: DispatchQueue? = nil) throws {
        self.path = path
        self.now = now
        self.queue = queue
        do {
            if path != Ledger.inMemory { try DatabaseFile.prepare(path) }
            let connection = try SQLiteConnection(path: path, mode: .create, busyTimeout: Self.busyTimeout)
            try Self.bringUpToDate(connection, path)
            // Commits are not synced to disk. If the process crashes, nothing is lost. If the machine crashes, only the
            // most recent commits can be lost, and the file is never corrupted. A checkpoint syncs to disk twice. A
            // command writes only a few pages before it exits, so a checkpoint at each exit would take longer than
            // everything else that the command does. See `tidy`.
            connection.keepsLogOnClose()
            try connection.execute("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON")
            self.connection = Mutex(connection)
        } catch let error as SQLiteError {
            throw StoreError(error, path: path)
        }
    }

    /// The maximum time that a statement waits for other processes, in milliseconds. Another process usually holds the
    /// lock for about a millisecond.
    static let busyTimeout: Int32 = 30_000

    /// The application ID "WAIT" in the file header. It distinguishes ledgers from other databases:
    /// https://sqlite.org/pragma.html
    static let applicationID: Int64 = 0x5741_4954

    /// Calls a closure that reads from a consistent snapshot.
    ///
    /// - Throws: `StoreError`, or any error thrown by the body.
    func read<Result: Sendable>(_ body: (SQLiteConnection) throws -> Result) throws -> Result {
        try use { connection in try connection.reading { try body(connection) } }
    }

    /// Calls a closure in an exclusive write transaction.
    ///
    /// - Throws: `StoreError`, or any error thrown by the body.
    func write<Result: Sendable>(_ body: (SQLiteConnection) throws -> Result) throws -> Result {
        try use { connection in try connection.writing { try body(connection) } }
    }

    /// Calls a closure in an exclusive write transaction, with a custom busy timeout.
    ///
    /// - Parameters:
    ///   - busyTimeout: The timeout in milliseconds, or `nil` for the default.
    ///   - body: A closure that writes to the database.
    /// - Returns: The result of the body.
    /// - Throws: `StoreError`, or any error thrown by the body.
    func write<Result: Sendable>(
        busyTimeout: Int32?,
        _ body: (SQLiteConnection) throws -> Result
    ) throws -> Result {
        try use { connection in
            connection.busyTimeout = busyTimeout ?? Self.busyTimeout
            defer { connection.busyTimeout = Self.busyTimeout }
            return try connection.writing { try body(connection) }
        }
    }

    /// Sets a closure that is called when a statement has waited for other processes for one second.
    func onLongWait(_ body: @escaping @Sendable () -> Void) { connection.withLock { $0.onLongWait = body } }

    /// Calls a closure that executes a single statement outside a transaction.
    ///
    /// - Throws: `StoreError`, or any error thrown by the body.
    func use<Result: Sendable>(_ body: (SQLiteConnection) throws -> Result) throws -> Result {
        do {
            return try connection.withLock { connection in
                guard commitQueuedWrites(connection) else { throw StoreError.busy(at: path) }
                guard queue != nil, let work = Self.work else { return try body(connection) }
                connection.isInterrupted = { work.isCancelled }
                connection.keepsWaiting = { !work.isOver }
                defer { (connection.isInterrupted, connection.keepsWaiting) = (nil, nil) }
                return try body(connection)
            }
        } catch let error as SQLiteError {
            throw StoreError(error, path: path)
        }
    }

    /// Registers a call's record so that the call's attempts can find it.
    func remember(_ recording: any CallCompanion) { recordings.withLock { $0[recording.callID] = recording } }

    /// Unregisters the record of a finished call.
    func forget(_ recording: any CallCompanion) { _ = recordings.withLock { $0.removeValue(forKey: recording.callID) } }

    /// Returns the record of a call, or `nil` if there is none.
    func companion(ofCall id: String) -> (any CallCompanion)? { recordings.withLock { $0[id] } }

    /// Writes to a file on a full disk and shrinks the file, using an in-memory journal instead of the write-ahead log.
    ///
    /// This method works only if no other process is using the file. A crash during the write can corrupt the file, so
    /// use this method only if the disk is full.
    ///
    /// - Throws: Any error thrown by the body, or `StoreError`. The `StoreError` has code `.diskFull` if other
    ///   processes are using the file or the file is larger than 256 MB.
    func withoutLog<Result: Sendable>(_ body: (SQLiteConnection) throws -> Result) throws -> Result {
        try use { connection in
            let pages = try connection.first("PRAGMA page_count") { $0.integer(0) } ?? 0
            let mode = try? connection.first("PRAGMA journal_mode = MEMORY") { $0.text(0) }
            defer { _ = try? connection.first("PRAGMA journal_mode = WAL") { $0.text(0) } }
            guard mode == "memory", pages < 65_536 else {
                throw StoreError(
                    .diskFull,
                    "the disk that holds \(path) is full",
                    remedy: "stop other waiter processes or free up some space, then try again"
                )
            }
            let result = try connection.writing { try body(connection) }
            // Freed pages remain in the file until `VACUUM` is executed. `VACUUM` requires an amount of memory equal to
            // the size of the file.
            try connection.execute("PRAGMA temp_store = MEMORY")
            try? connection.execute("VACUUM")
            try connection.execute("PRAGMA temp_store = DEFAULT")
            return result
        }
    }

    /// Truncates the write-ahead log if the log is large, because the next command has to read all of it when opening
    /// the file.
    ///
    /// This method syncs to disk, so call it only when nothing is waiting for the store.
    func tidy() {
        connection.withLock {
            _ = commitQueuedWrites($0)
            $0.emptyLog(from: 64)
        }
    }

    // MARK: Versions

    private static func bringUpToDate(_ connection: SQLiteConnection, _ path: String) throws {
        // The version is read in one transaction, because another process may be creating the file.
        var version = try connection.reading { try self.version(of: connection, path) }
        guard version < Migration.all.count else { return }
        if version == 0 { try startWriteAheadLog(connection) }
        try connection.writing {
            // Another process may have migrated the file in the meantime.
            version = try self.version(of: connection, path)
            if version == 0 {
                try connection.execute(DatabaseSchema.sql)
            } else {
                for migration in Migration.all.dropFirst(version) { try connection.execute(migration.sql) }
            }
            try connection.execute("PRAGMA user_version = \(Migration.all.count)")
            try connection.execute("PRAGMA application_id = \(applicationID)")
        }
    }

    /// Returns the number of migrations applied to the file.
    static func version(of connection: SQLiteConnection, _ path: String) throws -> Int {
        let version = try connection.first("PRAGMA user_version") { Int($0.integer(0)) } ?? 0
        let application = try connection.first("PRAGMA application_id") { $0.integer(0) } ?? 0
        if application != applicationID {
            let isEmpty = try connection.first("SELECT 1 FROM sqlite_schema LIMIT 1") { _ in false } ?? true
            guard isEmpty else { throw StoreError.foreign(path) }
            return 0
        }
        guard version <= Migration.all.count else {
            throw StoreError.tooNew(path, version: version, supported: Migration.all.count)
        }
        return version
    }

    /// Enables the write-ahead log, which allows reads during writes.
    ///
    /// Several processes may enable the log of a new file at the same time. In this case, SQLite does not call the busy
    /// handler.
    private static func startWriteAheadLog(_ connection: SQLiteConnection) throws {
        var tries = busyTimeout / 5
        while true {
            do {
                return try connection.execute("PRAGMA journal_mode = WAL")
            } catch let error as SQLiteError where error.primaryCode == SQLITE_BUSY && tries > 0 {
                tries -= 1
                sqlite3_sleep(5)
            }
        }
    }
}
