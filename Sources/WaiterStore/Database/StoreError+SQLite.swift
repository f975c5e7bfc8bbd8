internal import CSQLite

extension StoreError {
    /// Converts an SQLite error on the given file to an error for the user.
    init(_ error: SQLiteError, path: String) {
        switch error.primaryCode {
        case SQLITE_CORRUPT:
            self.init(.damaged, "the database \(path) is damaged (\(error.message))", remedy: Self.check)
        case SQLITE_NOTADB:
            self.init(.notALedger, "\(path) is no database")
        case SQLITE_FULL:
            self.init(.diskFull, "the disk of \(path) is full", remedy: "free some space")
        case SQLITE_BUSY, SQLITE_LOCKED:
            self = .busy(at: path)
        case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
            self.init(.notWritable, "cannot open \(path) for writing (\(error.message))", remedy: "see: ls -l \(path)")
        default:
            self.init(.inputOutput, "the database \(path) failed (\(error))", remedy: Self.check)
        }
    }

    /// Returns the error for work that waited too long for other processes.
    static func busy(at path: String) -> StoreError {
        StoreError(.busy, "other processes keep \(path) locked", remedy: "see what holds it: fuser \(path)")
    }

    /// The error of work that waited too long for other work of this process.
    static func occupied(_ path: String) -> StoreError {
        StoreError(.busy, "\(path) was occupied for half a minute by other work of this process")
    }

    private static let check = "examine it with StoreCheck.examine(path:)"
}
