internal import Dispatch
internal import Synchronization
internal import WaiterStore

/// The database file for bulk runs, with a thread that commits all pending writes together.
///
/// This file is separate from the store's file for three reasons. Each commit to this file is synced to disk. The file
/// can become very large, because it can contain a million request bodies. Other commands should not have to use a
/// large file after a large run has been removed.
final class BulkDatabase: Sendable {
    private struct Write: Sendable {
        /// A closure that writes in a savepoint and returns an action to run after the commit.
        let body: @Sendable (SQLiteConnection) throws -> @Sendable () -> Void
        let failed: @Sendable (any Error) -> Void
    }

    let path: String
    private let connection: Mutex<SQLiteConnection>
    private let thread = DispatchQueue(label: "waiter.bulk")
    private let writes = Mutex<[Write]>([])

    private static let busyTimeout: Int32 = 30_000
    /// The application ID "WBLK" in the file's header.
    private static let applicationID: Int64 = 0x5742_4C4B

    private init(path: String) throws {
        self.path = path
        do {
            if path != Ledger.inMemory { try DatabaseFile.prepare(path) }
            let connection = try SQLiteConnection(path: path, mode: .create, busyTimeout: Self.busyTimeout)
            try connection.execute("PRAGMA journal_mode = WAL")
            // Each commit is synced to disk. Otherwise, after a power failure, a row that was sent could be treated as
            // unsent.
            try connection.execute("PRAGMA synchronous = FULL")
            try Self.migrate(connection, path)
            self.connection = Mutex(connection)
        } catch let error as SQLiteError {
            throw StoreError(error, path: path)
        }
    }

    /// Opens the file on the database's thread, creating it if necessary.
    ///
    /// - Throws: `StoreError`.
    static func open(_ path: String) async throws -> BulkDatabase {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "waiter.bulk.open").async {
                continuation.resume(with: Result { try BulkDatabase(path: path) })
            }
        }
    }

    private static func migrate(_ connection: SQLiteConnection, _ path: String) throws {
        try connection.writing {
            let version = Int(try connection.first("PRAGMA user_version") { $0.integer(0) } ?? 0)
            let application = try connection.first("PRAGMA application_id") { $0.integer(0) } ?? 0
            let isEmpty = try connection.first("SELECT 1 FROM sqlite_schema LIMIT 1") { _ in false } ?? true
            guard application == applicationID || isEmpty else { throw StoreError.foreign(path) }
            guard version <= BulkSchema.migrations.count else {
                throw StoreError.tooNew(path, version: version, supported: BulkSchema.migrations.count)
            }
            for (place, sql) in BulkSchema.migrations.enumerated().dropFirst(version) {
                try connection.execute(sql)
                try connection.execute("PRAGMA user_version = \(place + 1)")
            }
            if isEmpty { try connection.execute("PRAGMA application_id = \(applicationID)") }
        }
    }

    /// Calls a closure that reads from a consistent snapshot.
    func read<Value: Sendable>(_ body: @escaping @Sendable (SQLiteConnection) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            thread.async { [self] in
                let result = Result {
                    try connection.withLock { connection in try connection.reading { try body(connection) } }
                }
                continuation.resume(with: result.mapError(described))
            }
        }
    }

    /// Performs a write in one transaction together with all other pending writes, and returns after the commit.
    ///
    /// Cancelling the task does not cancel the write, because an answer that has arrived must not be lost.
    func write<Value: Sendable>(_ body: @escaping @Sendable (SQLiteConnection) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let write = Write(
                body: { connection in
                    let value = try body(connection)
                    return { continuation.resume(returning: value) }
                },
                failed: { continuation.resume(throwing: $0) }
            )
            let isFirst = writes.withLock { writes in
                writes.append(write)
                return writes.count == 1
            }
            if isFirst { thread.async { [self] in commit() } }
        }
    }

    private func commit() {
        let batch = writes.withLock { writes in
            defer { writes = [] }
            return writes
        }
        do {
            try commit(batch)
        } catch {
            // A write that the database rejects, or that does not fit on the disk, must not undo the other writes.
            let mayDiffer = batch.count > 1 && (error as? StoreError)?.code != .busy
            for write in batch {
                guard mayDiffer else {
                    write.failed(error)
                    continue
                }
                do { try commit([write]) } catch { write.failed(error) }
            }
        }
    }

    /// Commits writes in one transaction and resumes their callers. If this method throws an error, nothing has been
    /// committed and no caller has been resumed.
    private func commit(_ batch: [Write]) throws {
        var finished: [@Sendable () -> Void] = []
        do {
            try connection.withLock { connection in
                try connection.writing {
                    for write in batch {
                        do {
                            finished.append(try connection.nested { try write.body(connection) })
                        } catch {
                            // A database error, such as a full disk, may have ended the transaction for all writes.
                            if error is SQLiteError || !connection.isInTransaction { throw error }
                            finished.append { write.failed(error) }
                        }
                    }
                }
            }
        } catch {
            throw described(error)
        }
        for action in finished { action() }
    }

    private func described(_ error: any Error) -> any Error {
        (error as? SQLiteError).map { StoreError($0, path: path) } ?? error
    }
}
