internal import WaiterPlatform

extension StoreCheck {
    /// Examines a file without changing it, even if the file is damaged.
    ///
    /// This method reads every page of the file. Reading takes about a second per gigabyte.
    ///
    /// - Returns: The results, or `nil` if there is no such file.
    /// - Throws: `StoreError` with code `.notALedger` if the file is not a store, `.tooNew` if a newer version wrote
    ///   the file, `.notWritable` if the file cannot be opened, or `.damaged` if even the first page cannot be read.
    public static func examine(path: String) async throws -> StoreCheck? {
        try { () throws -> StoreCheck? in try examine(path: path) }()
    }

    package static func examine(path: String) throws -> StoreCheck? {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw StoreError(.notWritable, "cannot read \(path) (\(systemMessage(errno)))")
        }
        let permissions = UInt32(facts.st_mode) & 0o777
        guard try DatabaseFile.check(path, tightens: false) else { return nil }
        var beside = stat()
        let besideSize = stat(path + "-wal", &beside) == 0 ? Int64(beside.st_size) : 0
        let size = Int64(facts.st_size) + besideSize
        do {
            let connection = try SQLiteConnection(path: path, mode: .readOnly, busyTimeout: 5000)
            let version = try StoreDatabase.version(of: connection, path)
            return StoreCheck(
                size: size,
                permissions: permissions,
                version: version,
                currentVersion: Migration.all.count,
                conversations: count("conversation", connection),
                messages: count("message", connection),
                problems: problems(connection)
            )
        } catch let error as SQLiteError {
            throw StoreError(error, path: path)
        }
    }

    private static func count(_ table: String, _ connection: SQLiteConnection) -> Int {
        (try? connection.first("SELECT count(*) FROM \(table)") { Int($0.integer(0)) }) ?? 0
    }

    private static func problems(_ connection: SQLiteConnection) -> [String] {
        do {
            let found = try connection.rows("PRAGMA integrity_check(10)") { $0.text(0) }.filter { $0 != "ok" }
            if !found.isEmpty { return found.flatMap { $0.split(separator: "\n").map(String.init) } }
            return try connection.rows("PRAGMA foreign_key_check") {
                "a row in \($0.text(0)) refers to a missing row in \($0.text(2))"
            }.prefix(10).map { $0 }
        } catch {
            return ["\(error)"]
        }
    }
}
