internal import WaiterPlatform

/// The file before SQLite sees it: for its owner alone, in a directory for its owner alone.
enum DatabaseFile {
    /// Makes directory and file where they are missing, and takes the permissions of others away.
    ///
    /// SQLite gives the files beside it (`-wal`, `-shm`) the permissions of the database.
    ///
    /// - Throws: `StoreError` with code `.notWritable`.
    static func prepare(_ path: String) throws {
        var facts = stat()
        if stat(path, &facts) == 0 {
            guard facts.st_mode & S_IFMT == S_IFREG else {
                throw StoreError(.notALedger, "\(path) is no file", remedy: "move it away")
            }
            // By its name: a descriptor that is closed would take SQLite's locks of this process with it.
            if facts.st_mode & 0o077 != 0, facts.st_uid == geteuid() { chmod(path, 0o600) }
            return
        }
        do {
            if let directory = FileSystem.parent(of: path) { try PrivateFile.createDirectory(directory) }
            close(try PrivateFile.create(path))
        } catch {
            if error.number != EEXIST { throw failure(error) }
        }
    }

    private static func failure(_ error: FileSystemError) -> StoreError {
        let (path, reason) = (error.path, systemMessage(error.number))
        if error.isDiskFull {
            return StoreError(.diskFull, "there is no room for \(path)", remedy: "make room, or set WAITER_HOME")
        }
        return StoreError(.notWritable, "cannot make \(path) (\(reason))", remedy: "choose a place with WAITER_HOME")
    }
}
