internal import CSQLite

/// A connection to a database file. It must be used by only one thread at a time.
///
/// Prepared statements are cached by their SQL text, so pass values as `?` parameters and never embed them in the text.
package final class SQLiteConnection {
    /// The mode in which a file is opened.
    package enum Mode {
        case readOnly, readWrite, create

        fileprivate var flags: Int32 {
            switch self {
            case .readOnly: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        }
    }

    let handle: OpaquePointer
    /// The maximum time that a statement waits for other processes, in milliseconds.
    package var busyTimeout: Int32
    /// A closure called when a statement has waited for other processes for one second. It is called at most once for
    /// each statement.
    package var onLongWait: (() -> Void)?
    /// A closure called while a statement waits for other processes. If the closure returns `false`, the statement
    /// fails with `SQLITE_BUSY`.
    package var keepsWaiting: (() -> Bool)?
    /// A closure called periodically while a statement is running or waiting. If the closure returns `true`, the
    /// statement is interrupted.
    package var isInterrupted: (() -> Bool)? {
        didSet { watchForInterruption() }
    }
    /// The time that the current statement has waited, in milliseconds.
    private var waited: Int32 = 0
    /// The closure that receives the rows of `visit`.
    var visitor: ((SQLiteArguments) -> Void)?
    /// Whether the SQL function for `visit` has been created.
    var hasVisitFunction = false
    private var statements: [SQLText: OpaquePointer] = [:]
    private var derivedValues = DerivedValues()
    /// The number of pages in the write-ahead log, as of the last write.
    private var logSize: Int32 = 0
    /// Whether writes defer checkpoints to a later call of `checkpoint()`. Checkpoints sync to disk.
    package var defersCheckpoint = false
    /// The number of pages in the write-ahead log at which it is checkpointed.
    ///
    /// SQLite's default is 1,000 pages. A checkpoint copies each page only once, even if the page has changed several
    /// times. Some pages change with each recorded attempt, so fewer checkpoints copy fewer pages.
    private static let checkpointSize: Int32 = 2000
    /// Whether a checkpoint has been deferred.
    private(set) var isCheckpointDue = false

    /// Opens a database file.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - mode: The mode in which to open the file.
    ///   - busyTimeout: The maximum time that a statement waits for other processes, in milliseconds.
    /// - Throws: `SQLiteError`. If the file is not a database, this initializer succeeds, and the first read throws an
    ///   error.
    package init(path: String, mode: Mode, busyTimeout: Int32) throws {
        _ = Self.countsNoMemory
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, mode.flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let handle else {
            let error = SQLiteError(handle, code: code)
            sqlite3_close_v2(handle)
            throw error
        }
        self.handle = handle
        self.busyTimeout = busyTimeout
        waitForOthers()
        watchLog()
    }

    private static let countsNoMemory = waiter_sqlite_count_no_memory()

    /// Disables the checkpoint that SQLite performs when the last connection to the file is closed. A later writer
    /// performs the checkpoint instead.
    package func keepsLogOnClose() { _ = waiter_sqlite_keep_log_on_close(handle) }

    /// Checkpoints and truncates the write-ahead log if it has at least the given number of pages.
    ///
    /// This method does not wait. It does nothing if other connections are reading or writing.
    package func emptyLog(from pages: Int32) {
        guard logSize >= pages else { return }
        let usual = busyTimeout
        busyTimeout = 0
        defer { busyTimeout = usual }
        let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        if code == SQLITE_OK { logSize = 0 }
    }

    /// Installs a busy handler that retries a blocked statement until `busyTimeout` is exhausted.
    ///
    /// SQLite passes the handler the number of previous calls: https://sqlite.org/c3ref/busy_handler.html
    private func waitForOthers() {
        // The pointer remains valid, because this object owns the connection and outlives it.
        let place = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_busy_handler(
            handle,
            { place, count in
                guard let place else { return 0 }
                return Unmanaged<SQLiteConnection>.fromOpaque(place).takeUnretainedValue().wait(count) ? 1 : 0
            },
            place
        )
    }

    /// Waits briefly and returns `true`, or returns `false` without waiting if the statement should stop waiting.
    private func wait(_ count: Int32) -> Bool {
        if count == 0 { waited = 0 }
        guard waited < busyTimeout, keepsWaiting?() ?? true, !(isInterrupted?() ?? false) else { return false }
        // Other processes usually hold the lock for about a millisecond. After a long wait, frequent checks are
        // unnecessary.
        let before = waited
        waited += sqlite3_sleep(count < 3 ? 1 : count < 10 ? 5 : count < 20 ? 20 : 50)
        if before < 1000, waited >= 1000 { onLongWait?() }
        return true
    }

    /// Tracks the size of the write-ahead log after each write and checkpoints the log if it exceeds a limit.
    private func watchLog() {
        // The pointer remains valid, because this object owns the connection and outlives it.
        let place = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            handle,
            { place, _, _, pages in
                guard let place else { return SQLITE_OK }
                let connection = Unmanaged<SQLiteConnection>.fromOpaque(place).takeUnretainedValue()
                connection.logSize = pages
                guard pages >= SQLiteConnection.checkpointSize else { return SQLITE_OK }
                connection.isCheckpointDue = true
                if !connection.defersCheckpoint { connection.checkpoint() }
                return SQLITE_OK
            },
            place
        )
    }

    /// Performs a deferred checkpoint, copying as much of the write-ahead log into the file as readers allow.
    package func checkpoint() {
        guard isCheckpointDue else { return }
        isCheckpointDue = false
        sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }

    /// Polls `isInterrupted` each time SQLite's virtual machine has executed a few thousand instructions, which takes a
    /// few dozen microseconds.
    private func watchForInterruption() {
        // The pointer remains valid, because this object owns the connection and outlives it.
        let place = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_progress_handler(
            handle,
            isInterrupted == nil ? 0 : 4096,
            { place in
                guard let place else { return 0 }
                let connection = Unmanaged<SQLiteConnection>.fromOpaque(place).takeUnretainedValue()
                return connection.isInterrupted?() ?? false ? 1 : 0
            },
            place
        )
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    /// The rowid of the most recently inserted row.
    package var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

    /// The number of rows changed by the last statement.
    package var changedRows: Int { Int(sqlite3_changes64(handle)) }

    /// The number of rows changed since the connection was opened.
    package var allChangedRows: Int64 { sqlite3_total_changes64(handle) }

    /// Executes statements separated by semicolons.
    package func execute(_ script: String) throws {
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteError(handle, code: code) }
    }

    /// Executes a statement.
    package func run(_ sql: String, _ values: (any SQLiteBindable)...) throws {
        try step(sql, values) { _ in false }
    }

    /// Returns all rows of a query.
    package func rows<Element>(
        _ sql: String,
        _ values: (any SQLiteBindable)...,
        read: (SQLiteRow) throws -> Element
    ) throws -> [Element] {
        var elements: [Element] = []
        try step(sql, values) { row in
            elements.append(try read(row))
            return true
        }
        return elements
    }

    /// Returns the first row of a query, or `nil` if the query returns no rows.
    package func first<Element>(
        _ sql: String,
        _ values: (any SQLiteBindable)...,
        read: (SQLiteRow) throws -> Element
    ) throws -> Element? {
        var element: Element?
        try step(sql, values) { row in
            element = try read(row)
            return false
        }
        return element
    }

    /// Passes each row of a query to a closure until the closure returns `false`.
    package func each(_ sql: String, _ values: [any SQLiteBindable] = [], _ body: (SQLiteRow) throws -> Bool) throws {
        try step(sql, values, body)
    }

    /// Calls a closure in a write transaction.
    ///
    /// The write lock is acquired at the start, because upgrading a read lock later could fail immediately.
    package func writing<Result>(_ body: () throws -> Result) throws -> Result {
        try transaction("BEGIN IMMEDIATE", body)
    }

    /// Calls a closure in a savepoint.
    ///
    /// If the closure throws an error, its changes are rolled back, and the enclosing transaction continues.
    ///
    /// - Throws: Any error thrown by the body. If the error ended the transaction, `isInTransaction` is `false`.
    package func nested<Result>(_ body: () throws -> Result) throws -> Result {
        try run("SAVEPOINT part")
        do {
            let result = try body()
            try run("RELEASE part")
            return result
        } catch {
            derivedValues.removeAll()
            if isInTransaction {
                try run("ROLLBACK TO part")
                try run("RELEASE part")
            }
            throw error
        }
    }

    /// Whether a transaction is open. Some errors end the transaction.
    package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Calls a closure in a read transaction, with a consistent snapshot.
    package func reading<Result>(_ body: () throws -> Result) throws -> Result {
        try transaction("BEGIN", body)
    }

    private func transaction<Result>(_ begin: String, _ body: () throws -> Result) throws -> Result {
        derivedValues.startTransaction()
        try run(begin)
        do {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            derivedValues.removeAll()
            // Some errors have already ended the transaction.
            if isInTransaction { try? run("ROLLBACK") }
            throw error
        }
    }

    // MARK: Derived values

    /// Returns a value derived from rows that rarely change. The value is cached until another connection writes.
    ///
    /// Call `forgetDerived` after changing the rows through this connection. Outside a transaction, nothing is cached.
    ///
    /// - Parameters:
    ///   - key: The key of the value. All values with the same key must have the same type.
    ///   - derive: A closure that reads the rows.
    /// - Returns: The value.
    /// - Throws: `SQLiteError`, or any error thrown by the closure.
    package func derived<Value>(_ key: [String], _ derive: () throws -> Value) throws -> Value {
        guard isInTransaction else { return try derive() }
        if !derivedValues.isCurrent { derivedValues.setVersion(try first("PRAGMA data_version") { $0.integer(0) }) }
        if let value = derivedValues[key] as? Value { return value }
        let value = try derive()
        derivedValues[key] = value
        return value
    }

    /// Drops all derived values.
    package func forgetDerived() { derivedValues.removeAll() }

    // MARK: Statements

    private func step(_ sql: String, _ values: [any SQLiteBindable], _ body: (SQLiteRow) throws -> Bool) throws {
        let statement = try prepared(sql)
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        for (place, value) in values.enumerated() {
            let code = value.bind(to: statement, at: Int32(place + 1))
            guard code == SQLITE_OK else { throw SQLiteError(handle, code: code) }
        }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: if try !body(SQLiteRow(statement: statement)) { return }
            case SQLITE_DONE: return
            case let code: throw SQLiteError(handle, code: code)
            }
        }
    }

    private func prepared(_ sql: String) throws -> OpaquePointer {
        if let statement = statements[SQLText(sql)] { return statement }
        var statement: OpaquePointer?
        // The `SQLITE_PREPARE_PERSISTENT` flag is not used, because statements with this flag do not use SQLite's
        // lookaside memory.
        let code = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
        guard code == SQLITE_OK, let statement else { throw SQLiteError(handle, code: code) }
        statements[SQLText(sql)] = statement
        return statement
    }
}

/// The text of a statement, used as a dictionary key. Only the length and the last bytes of the text are hashed.
///
/// Statements are hundreds of bytes long. Hashing all of the bytes would take longer than executing some of the
/// statements. Comparing two texts is fast, because the statements are constants.
private struct SQLText: Hashable {
    let sql: String

    init(_ sql: String) { self.sql = sql }

    func hash(into hasher: inout Hasher) {
        hasher.combine(sql.utf8.count)
        for byte in sql.utf8.suffix(8) { hasher.combine(byte) }
    }
}
