internal import CSQLite

/// One connection to a database file, for one thread at a time.
///
/// Statements are kept prepared, by their text: give values as `?`, never inside the text.
final class SQLiteConnection {
    /// How a file is opened.
    enum Mode {
        case readOnly, readWrite, create

        fileprivate var flags: Int32 {
            switch self {
            case .readOnly: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        }
    }

    private let handle: OpaquePointer
    /// How long a statement waits for other processes, in milliseconds.
    var patience: Int32
    /// Called once for each statement that has waited a second for other processes.
    var onLongWait: (() -> Void)?
    /// Asked while a statement waits for other processes; once it answers false, the statement fails as busy.
    var keepsWaiting: (() -> Bool)?
    /// Asked from time to time while a statement runs or waits; once it answers true, the statement fails as interrupted.
    var isInterrupted: (() -> Bool)? {
        didSet { watchForInterruption() }
    }
    /// How long the statement that waits has slept, in milliseconds.
    private var waited: Int32 = 0
    private var statements: [String: OpaquePointer] = [:]
    /// How many pages the log of changes has, as of the last write.
    private var logSize: Int32 = 0

    /// Opens a database file.
    ///
    /// - Parameter patience: How long a statement waits for other processes, in milliseconds.
    /// - Throws: `SQLiteError`; that a file is no database shows only when it is first read.
    init(path: String, mode: Mode, patience: Int32) throws {
        _ = Self.countsNoMemory
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, mode.flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let handle else {
            let error = SQLiteError(handle, code: code)
            sqlite3_close_v2(handle)
            throw error
        }
        self.handle = handle
        self.patience = patience
        waitForOthers()
        watchLog()
    }

    private static let countsNoMemory = waiter_sqlite_count_no_memory()

    /// Leaves the log of changes to a later writer when this connection, the last one, is closed.
    func keepsLogOnClose() { _ = waiter_sqlite_keep_log_on_close(handle) }

    /// Carries the log of changes over into the database when it has so many pages, and empties it; at once, or not at all
    /// where others read or write just then.
    func emptyLog(from pages: Int32) {
        guard logSize >= pages else { return }
        let usual = patience
        patience = 0
        defer { patience = usual }
        let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        if code == SQLITE_OK { logSize = 0 }
    }

    /// Retries a statement that another process blocks, for as long as `patience` says.
    ///
    /// SQLite calls the handler with the number of its calls so far: https://sqlite.org/c3ref/busy_handler.html
    private func waitForOthers() {
        // The handler goes with the connection, which goes with this object.
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

    /// Waits a moment; false when the statement has waited long enough.
    private func wait(_ count: Int32) -> Bool {
        if count == 0 { waited = 0 }
        guard waited < patience, keepsWaiting?() ?? true, !(isInterrupted?() ?? false) else { return false }
        // Others need about a millisecond; who waits long need not look often.
        let before = waited
        waited += sqlite3_sleep(count < 3 ? 1 : count < 10 ? 5 : count < 20 ? 20 : 50)
        if before < 1000, waited >= 1000 { onLongWait?() }
        return true
    }

    /// Counts the pages of the log after each write, and carries it over while it is longer than this.
    private func watchLog() {
        // The hook goes with the connection, which goes with this object.
        let place = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            handle,
            { place, _, _, pages in
                guard let place else { return SQLITE_OK }
                let connection = Unmanaged<SQLiteConnection>.fromOpaque(place).takeUnretainedValue()
                connection.logSize = pages
                if pages >= 1000 {
                    sqlite3_wal_checkpoint_v2(connection.handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
                }
                return SQLITE_OK
            },
            place
        )
    }

    /// Asks `isInterrupted` every few thousand steps of SQLite's machine, which is every few dozen microseconds.
    private func watchForInterruption() {
        // The handler goes with the connection, which goes with this object.
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

    /// The number that the last inserted row was given.
    var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

    /// How many rows the last statement changed.
    var changedRows: Int { Int(sqlite3_changes64(handle)) }

    /// Runs statements one after the other, separated by semicolons.
    func execute(_ script: String) throws {
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteError(handle, code: code) }
    }

    /// Runs one statement.
    func run(_ sql: String, _ values: (any SQLiteBindable)...) throws {
        try step(sql, values) { _ in false }
    }

    /// All rows that a statement gives.
    func rows<Element>(
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

    /// The first row that a statement gives; nil for none.
    func first<Element>(
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

    /// Hands over row after row; the body answers whether it wants more.
    func each(_ sql: String, _ values: [any SQLiteBindable] = [], _ body: (SQLiteRow) throws -> Bool) throws {
        try step(sql, values, body)
    }

    /// Does all that the body does or nothing of it, alone among all writers.
    ///
    /// The lock is taken at the beginning: one that is asked for in the middle could be refused at once.
    func writing<Result>(_ body: () throws -> Result) throws -> Result {
        try transaction("BEGIN IMMEDIATE", body)
    }

    /// Does all that the body does or nothing of it, inside a transaction that goes on in either case.
    ///
    /// - Throws: What the body throws. If the transaction did not survive it, `isInTransaction` is false.
    func nested<Result>(_ body: () throws -> Result) throws -> Result {
        try run("SAVEPOINT part")
        do {
            let result = try body()
            try run("RELEASE part")
            return result
        } catch {
            if isInTransaction {
                try run("ROLLBACK TO part")
                try run("RELEASE part")
            }
            throw error
        }
    }

    /// Whether a transaction is open; some errors end it.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Shows the body the database as it is at one moment.
    func reading<Result>(_ body: () throws -> Result) throws -> Result {
        try transaction("BEGIN", body)
    }

    private func transaction<Result>(_ begin: String, _ body: () throws -> Result) throws -> Result {
        try run(begin)
        do {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            // Some errors have ended the transaction already.
            if isInTransaction { try? run("ROLLBACK") }
            throw error
        }
    }

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
        if let statement = statements[sql] { return statement }
        var statement: OpaquePointer?
        // Not as "persistent", which would keep it out of the memory that SQLite has at hand.
        let code = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
        guard code == SQLITE_OK, let statement else { throw SQLiteError(handle, code: code) }
        statements[sql] = statement
        return statement
    }
}
