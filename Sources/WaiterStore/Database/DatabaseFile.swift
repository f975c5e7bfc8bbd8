internal import WaiterPlatform

/// Checks that a database file is private and was not planted by another user. These checks run before SQLite opens the
/// file.
package enum DatabaseFile {
    /// Creates the file if it is missing, checks its owner, and removes the permissions of other users.
    ///
    /// SQLite creates its companion files (`-wal`, `-shm`) with the permissions of the database.
    ///
    /// - Throws: `StoreError` with code `.noDirectory` if the file's directory is missing, or `.untrusted` if another
    ///   user owns the file. The code can also be `.notWritable`, `.notALedger` or `.diskFull`.
    package static func prepare(_ path: String) throws {
        if try check(path) { return }
        do {
            close(try PrivateFile.create(path))
        } catch {
            if error.number == EEXIST, try check(path) { return }
            throw failure(error, path)
        }
    }

    /// Checks the owners of the database file and its companion files, which SQLite also trusts.
    ///
    /// - Parameters:
    ///   - path: The path of the database file.
    ///   - tightens: Whether to remove the permissions of other users.
    /// - Returns: Whether the file exists.
    /// - Throws: `StoreError`.
    package static func check(_ path: String, tightens: Bool = true) throws -> Bool {
        do {
            guard let target = try PrivateFile.prepareForOpening(path, tightens: tightens) else { return false }
            var facts = stat()
            guard stat(target, &facts) == 0 else { throw FileSystemError("read", path) }
            guard facts.st_mode & S_IFMT == S_IFREG else {
                throw StoreError(
                    .notALedger,
                    "\(path) is not a regular file",
                    remedy: "move it, or choose another path"
                )
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
            return StoreError(.diskFull, "no space left for \(error.path)", remedy: "free some space")
        }
        var facts = stat()
        if error.number == ENOENT, let directory = FileSystem.parent(of: path), stat(directory, &facts) != 0 {
            return StoreError(
                .noDirectory,
                "no such directory: \(directory)",
                remedy: "check the path, or run: mkdir -p -m 700 \(shellQuoted(directory))"
            )
        }
        return StoreError(.notWritable, "cannot \(error.operation) \(error.path) (\(reason))")
    }
}
