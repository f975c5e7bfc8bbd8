internal import CSQLite

extension StoreError {
    /// Creates a user-facing error from an SQLite error for the given file.
    package init(_ error: SQLiteError, path: String) {
        switch error.primaryCode {
        case SQLITE_CORRUPT:
            self.init(.damaged, "the database \(path) is damaged (\(error.message))", remedy: Self.check)
        case SQLITE_NOTADB:
            self.init(.notALedger, "\(path) is not a database")
        case SQLITE_FULL:
            self.init(.diskFull, "the disk that holds \(path) is full", remedy: "free some space")
        case SQLITE_BUSY, SQLITE_LOCKED:
            self = .busy(at: path)
        case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
            self.init(
                .notWritable,
                "cannot open \(path) for writing (\(error.message))",
                remedy: "check its permissions with: ls -l \(path)"
            )
        default:
            self.init(.inputOutput, "database error in \(path) (\(error))", remedy: Self.check)
        }
    }

    /// Returns the error for work that waited too long for other processes.
    static func busy(at path: String) -> StoreError {
        StoreError(.busy, "\(path) is locked by other processes", remedy: "find them with: fuser \(path)")
    }

    /// Returns the error for work that waited too long for other work in this process.
    static func occupied(_ path: String) -> StoreError {
        StoreError(.busy, "\(path) was busy for 30 s with other operations in this process")
    }

    private static let check = "examine it with StoreCheck.examine(path:)"
}
