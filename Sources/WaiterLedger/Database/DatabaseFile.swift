internal import WaiterPlatform

/// The file before SQLite sees it: for its owner alone, in a directory for its owner alone.
enum DatabaseFile {
    /// Makes directory and file where they are missing, and takes the permissions of others away.
    ///
    /// SQLite gives the files beside it (`-wal`, `-shm`) the permissions of the database.
    ///
    /// - Throws: `LedgerError` with code `.notWritable`.
    static func prepare(_ path: String) throws {
        var facts = stat()
        if stat(path, &facts) == 0 {
            guard facts.st_mode & S_IFMT == S_IFREG else {
                throw LedgerError(.notALedger, "\(path) is no file", remedy: "move it away")
            }
            // By its name: a descriptor that is closed would take SQLite's locks of this process with it.
            if facts.st_mode & 0o077 != 0, facts.st_uid == geteuid() { chmod(path, 0o600) }
            return
        }
        if let end = path.lastIndex(of: "/"), end != path.startIndex { try makeDirectory(String(path[..<end])) }
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST { return }
            throw failure(path)
        }
        fchmod(descriptor, 0o600)
        close(descriptor)
    }

    private static func makeDirectory(_ path: String) throws {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let end = path.lastIndex(of: "/"), end != path.startIndex else { throw failure(path) }
        try makeDirectory(String(path[..<end]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure(path) }
    }

    private static func failure(_ path: String) -> LedgerError {
        let number = errno
        let words = String(cString: strerror(number))
        if number == ENOSPC || number == EDQUOT {
            return LedgerError(.diskFull, "there is no room for \(path)", remedy: "make room, or set WAITER_HOME")
        }
        return LedgerError(.notWritable, "cannot make \(path) (\(words))", remedy: "choose a place with WAITER_HOME")
    }
}
