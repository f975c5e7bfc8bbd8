internal import WaiterPlatform

/// The file before SQLite sees it: for its owner alone, and not one that another user has placed.
enum DatabaseFile {
    /// Creates the file where it is missing, checks who owns it, and takes the permissions of others away.
    ///
    /// SQLite gives its side files (`-wal`, `-shm`) the permissions of the database.
    ///
    /// - Throws: `StoreError`: `.noDirectory` where the directory of the path is missing, `.untrusted` for a file of another
    ///   user, `.notWritable`, `.notALedger`, `.diskFull`.
    static func prepare(_ path: String) throws {
        if try check(path) { return }
        do {
            close(try PrivateFile.create(path))
        } catch {
            if error.number == EEXIST, try check(path) { return }
            throw failure(error, path)
        }
    }

    /// Checks who owns the file, and what lies beside it, which SQLite believes as well.
    ///
    /// - Parameter tightens: Whether others lose their permissions.
    /// - Returns: Whether there is a file.
    /// - Throws: `StoreError`.
    static func check(_ path: String, tightens: Bool = true) throws -> Bool {
        do {
            guard let target = try PrivateFile.prepareForOpening(path, tightens: tightens) else { return false }
            var facts = stat()
            guard stat(target, &facts) == 0 else { throw FileSystemError("read", path) }
            guard facts.st_mode & S_IFMT == S_IFREG else {
                throw StoreError(.notALedger, "\(path) is no file", remedy: "move it away")
            }
            for suffix in ["-wal", "-shm", "-journal"] {
                _ = try PrivateFile.prepareForOpening(target + suffix, tightens: tightens)
            }
            return true
        } catch let error as FileSystemError {
            throw failure(error, path)
        }
    }

    private static func failure(_ error: FileSystemError, _ path: String) -> StoreError {
        if error.distrust != nil { return StoreError(error) }
        let reason = systemMessage(error.number)
        if error.isDiskFull {
            return StoreError(.diskFull, "there is no room for \(error.path)", remedy: "free some space")
        }
        var facts = stat()
        if error.number == ENOENT, let directory = FileSystem.parent(of: path), stat(directory, &facts) != 0 {
            return StoreError(
                .noDirectory,
                "there is no directory \(directory)",
                remedy: "check the path, or run: mkdir -p -m 700 \(shellQuoted(directory))"
            )
        }
        return StoreError(.notWritable, "cannot \(error.operation) \(error.path) (\(reason))")
    }
}
