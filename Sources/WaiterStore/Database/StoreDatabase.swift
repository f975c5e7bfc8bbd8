internal import CSQLite
internal import Dispatch
internal import Synchronization

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// An open store file and its connection, which all users in this process share, one at a time.
///
/// A store that is opened asynchronously has a thread of its own: a lock that another process holds, or a slow disk, keeps
/// that thread waiting and none of Swift's pool. Writes that wait together are committed together.
final class StoreDatabase: Sendable {
    let path: String
    /// The wall clock.
    let now: @Sendable () -> Date
    /// The thread that the store's work runs on; nil runs it on the caller's, for programs that do one thing at a time.
    let queue: DispatchQueue?
    /// Writes that wait for the store's thread, oldest first.
    let writes = Mutex<[QueuedWrite]>([])
    /// The work that the calling thread performs for a task, whose cancellation interrupts it.
    @TaskLocal static var work: QueuedWork?
    /// The budgets that covered the most recent call, which decides whether the next one is priced before it is written.
    let coverage = Mutex<BudgetCoverage?>(nil)
    let connection: Mutex<SQLiteConnection>
    /// The records of calls under way, by the identifier of the call.
    private let recordings = Mutex<[String: any CallCompanion]>([:])
    /// The sessions of conversations that somebody holds.
    let sessions = SessionRegistry()

    /// Opens the file, makes it when there is none, and brings an older one to the newest form.
    ///
    /// - Parameter queue: The thread that the store's work runs on; nil for the caller's.
    /// - Throws: `StoreError`.
    init(path: String, now: @escaping @Sendable () -> Date, queue: DispatchQueue? = nil) throws {
        self.path = path
        self.now = now
        self.queue = queue
        do {
            if path != Ledger.inMemory { try DatabaseFile.prepare(path) }
            let connection = try SQLiteConnection(path: path, mode: .create, patience: Self.patience)
            try Self.bringUpToDate(connection, path)
            // Writers wait for no disk at each commit: a crash of the program loses nothing, one of the machine at most
            // the last moments, and never the file.
            // A command writes a few pages and ends: to carry them over each time, with two waits for the disk, costs it more
            // than all else; see `tidy`.
            connection.keepsLogOnClose()
            try connection.execute("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON")
            self.connection = Mutex(connection)
        } catch let error as SQLiteError {
            throw StoreError(error, path: path)
        }
    }

    /// How long a statement waits for the other processes, in milliseconds; each needs about one.
    static let patience: Int32 = 30_000

    /// Says "WAIT" in the file's header, so that nothing else is taken for a ledger: https://sqlite.org/pragma.html
    static let applicationID: Int64 = 0x5741_4954

    /// Reads as of one moment.
    ///
    /// - Throws: `StoreError`, and what the body throws.
    func read<Result: Sendable>(_ body: (SQLiteConnection) throws -> Result) throws -> Result {
        try use { connection in try connection.reading { try body(connection) } }
    }

    /// Writes all that the body writes or nothing of it, alone among all processes.
    ///
    /// - Throws: `StoreError`, and what the body throws.
    func write<Result: Sendable>(_ body: (SQLiteConnection) throws -> Result) throws -> Result {
        try use { connection in try connection.writing { try body(connection) } }
    }

    /// The same, waiting only so long for other processes.
    ///
    /// - Parameter patience: In milliseconds; nil for the usual.
    func write<Result: Sendable>(
        patience: Int32?,
        _ body: (SQLiteConnection) throws -> Result
    ) throws -> Result {
        try use { connection in
            connection.patience = patience ?? Self.patience
            defer { connection.patience = Self.patience }
            return try connection.writing { try body(connection) }
        }
    }

    /// Sets what is called when a statement has waited a second for other processes.
    func onLongWait(_ body: @escaping @Sendable () -> Void) { connection.withLock { $0.onLongWait = body } }

    /// Runs one statement that is a transaction in itself.
    ///
    /// - Throws: `StoreError`, and what the body throws.
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

    /// Keeps a record at hand for the attempts of its call.
    func remember(_ recording: any CallCompanion) { recordings.withLock { $0[recording.callID] = recording } }

    /// Lets a record go whose call is over.
    func forget(_ recording: any CallCompanion) { _ = recordings.withLock { $0.removeValue(forKey: recording.callID) } }

    /// What accompanies a call; nil where nothing does.
    func companion(ofCall id: String) -> (any CallCompanion)? { recordings.withLock { $0[id] } }

    /// Writes and shrinks the file on a disk that is full: the journal is in memory instead of a write-ahead log beside the file.
    ///
    /// The file must be in use by this process alone. While it is written, a crash can damage it, which is why nothing else is
    /// done this way.
    ///
    /// - Throws: `StoreError` with code `.diskFull` where other processes use the file or it is larger than 256 MB.
    func withoutLog<Result: Sendable>(_ body: (SQLiteConnection) throws -> Result) throws -> Result {
        try use { connection in
            let pages = try connection.first("PRAGMA page_count") { $0.integer(0) } ?? 0
            let mode = try? connection.first("PRAGMA journal_mode = MEMORY") { $0.text(0) }
            defer { _ = try? connection.first("PRAGMA journal_mode = WAL") { $0.text(0) } }
            guard mode == "memory", pages < 65_536 else {
                throw StoreError(
                    .diskFull,
                    "the disk of \(path) is full",
                    remedy: "end other waiter processes, or free some space, and try again"
                )
            }
            let result = try connection.writing { try body(connection) }
            // Freed pages stay in the file until it is written anew, which needs its size in memory.
            try connection.execute("PRAGMA temp_store = MEMORY")
            try? connection.execute("VACUUM")
            try connection.execute("PRAGMA temp_store = DEFAULT")
            return result
        }
    }

    /// Keeps the log of changes short: the next command reads all of it when it opens the file.
    ///
    /// To be called when nobody waits any more, since it waits for the disk.
    func tidy() {
        connection.withLock {
            _ = commitQueuedWrites($0)
            $0.emptyLog(from: 64)
        }
    }

    // MARK: Versions

    private static func bringUpToDate(_ connection: SQLiteConnection, _ path: String) throws {
        // As of one moment: another process may be creating the file.
        var version = try connection.reading { try self.version(of: connection, path) }
        guard version < Migration.all.count else { return }
        if version == 0 { try startWriteAheadLog(connection) }
        try connection.writing {
            // Another process may have been faster.
            version = try self.version(of: connection, path)
            for (place, migration) in Migration.all.enumerated().dropFirst(version) {
                try connection.execute(migration.sql)
                try connection.execute("PRAGMA user_version = \(place + 1)")
            }
            try connection.execute("PRAGMA application_id = \(applicationID)")
        }
    }

    /// How many migrations the file has had.
    static func version(of connection: SQLiteConnection, _ path: String) throws -> Int {
        let version = try connection.first("PRAGMA user_version") { Int($0.integer(0)) } ?? 0
        let application = try connection.first("PRAGMA application_id") { $0.integer(0) } ?? 0
        if application != applicationID {
            let isEmpty = try connection.first("SELECT 1 FROM sqlite_schema LIMIT 1") { _ in false } ?? true
            guard isEmpty else {
                throw StoreError(
                    .notALedger,
                    "\(path) is a database of another program",
                    remedy: "move it away, or choose another path"
                )
            }
            return 0
        }
        guard version <= Migration.all.count else {
            throw StoreError(
                .tooNew,
                "a newer version of waiter has written \(path) (form \(version), this one knows \(Migration.all.count))",
                remedy: "update Waiter"
            )
        }
        return version
    }

    /// Lets readers read while one writes.
    ///
    /// Several processes may try this at once on a new file, and SQLite does not wait for its lock here.
    private static func startWriteAheadLog(_ connection: SQLiteConnection) throws {
        var tries = patience / 5
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
