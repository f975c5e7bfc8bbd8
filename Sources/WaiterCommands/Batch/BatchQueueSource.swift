internal import WaiterBulk
internal import WaiterBulkPostgreSQL
internal import WaiterPlatform
internal import WaiterTerminal

/// The queue for runs: a file on this machine, or a database that several machines share.
struct BatchQueueSource {
    let context: CommandContext
    /// The connection string of a database, or `nil` if the queue is a file.
    let connectionString: String?
    /// Whether the connection string was given on the command line, where other users can see it.
    let isArgument: Bool

    /// Whether several machines can share the queue.
    var isShared: Bool { connectionString != nil }

    /// Returns whether text is a connection string in one of libpq's formats.
    static func isPostgreSQL(_ text: String) -> Bool {
        text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
            || (text.contains("=") && !text.contains("://"))
    }

    /// Opens the queue, creating it if necessary.
    ///
    /// - Throws: `StoreError`, `PostgreSQLError`, `CommandFailure`.
    func open() async throws -> any BulkQueue {
        guard let connectionString else { return try await file() }
        let console = context.console
        var options = PostgreSQLBulkQueue.Options()
        options.libraryPath = context.environment["WAITER_LIBPQ"].flatMap { $0.isEmpty ? nil : $0 }
        options.onConnectionLost = { console.notice(TerminalText.line("waiter: \($0.message); reconnecting")) }
        if isArgument, try PostgreSQLBulkQueue.hasPassword(connectionString, libraryPath: options.libraryPath) {
            console.notice("waiter: other users can see the password in --queue; keep it in ~/.pgpass or PGPASSWORD")
        }
        return try await PostgreSQLBulkQueue(connectionString, options: options)
    }

    /// Returns the queue, or `nil` if the queue is a file that does not exist yet.
    func existing() async throws -> (any BulkQueue)? {
        guard !isShared, access(try context.requiredDirectories().bulkDatabase, F_OK) != 0 else {
            return try await open()
        }
        return nil
    }

    /// Returns the queue that contains the given run.
    ///
    /// - Throws: `BulkError` with code `.unknownRun` if there is no queue.
    func existing(for run: String) async throws -> any BulkQueue {
        guard let queue = try await existing() else {
            throw BulkError(.unknownRun, "there is no run named '\(run)'")
        }
        return queue
    }

    private func file() async throws -> SQLiteBulkQueue {
        let path = try context.requiredDirectories().bulkDatabase
        if let directory = FileSystem.parent(of: path) {
            do { try PrivateFile.createDirectory(directory) } catch { throw CommandFailure(error) }
        }
        return try await SQLiteBulkQueue(path: path)
    }
}
