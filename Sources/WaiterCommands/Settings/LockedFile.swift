internal import WaiterPlatform
internal import WaiterTerminal

/// A file that only its owner can read. The file is replaced atomically, and a lock is held during each update.
///
/// Concurrent writers do not lose updates, and readers never see a partial file.
struct LockedFile: Sendable {
    let path: String
    /// The suggested remedy if the file cannot be written.
    let remedy: String

    /// Calls `body` to read the file and return the new contents, and then replaces the file atomically. The lock is
    /// held throughout.
    ///
    /// If the path is a symbolic link, the file that the link points to is replaced, because dotfile managers store the
    /// actual files in another directory.
    ///
    /// - Parameters:
    ///   - onWait: A closure called once if another process holds the lock.
    ///   - body: A closure that receives the path to read from, and returns the new contents, or `nil` to leave the
    ///     file unchanged.
    /// - Throws: `CommandFailure`, or any error thrown by `body`. If an error is thrown, the file is unchanged.
    func update(onWait: () -> Void, _ body: (_ path: String) throws -> String?) async throws {
        do {
            try PrivateFile.createDirectory(FileSystem.parent(of: path) ?? "/")
            let target = try PrivateFile.resolve(path)
            try PrivateFile.createDirectory(FileSystem.parent(of: target) ?? "/")
            try await FileLock.withLock(target + ".lock", onWait: onWait) {
                guard let text = try body(target) else { return }
                // The lock guarantees that no other process uses the temporary name.
                try PrivateFile.replace(target, with: Array(text.utf8), temporary: target + ".new")
            }
        } catch let failure as FileSystemError {
            throw self.failure(failure)
        }
    }

    private func failure(_ error: FileSystemError) -> CommandFailure {
        if error.distrust != nil { return CommandFailure(error) }
        return CommandFailure(
            .failure,
            "cannot write \(error.path)",
            place: systemMessage(error.number),
            nextStep: remedy,
            kind: "file"
        )
    }
}
