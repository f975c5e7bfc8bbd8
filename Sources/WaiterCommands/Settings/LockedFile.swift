internal import WaiterPlatform
internal import WaiterTerminal

/// Replaces a file of the user so that concurrent writers lose nothing, readers never see half of it, and others never
/// see it at all.
struct LockedFile: Sendable {
    let path: String
    /// What helps when the file cannot be written.
    let remedy: String

    /// Lets the body read the file and say what shall stand in it, and replaces it in one step, all under a lock.
    ///
    /// A file that is a link is replaced where it really is: dotfile managers keep it elsewhere.
    ///
    /// - Parameters:
    ///   - onWait: Called once when another process holds the lock.
    ///   - body: Given the path to read from; answers with the new text, nil to leave the file as it is.
    /// - Throws: `CommandFailure`, or what the body throws, and then nothing has changed.
    func update(onWait: () -> Void, _ body: (_ path: String) throws -> String?) async throws {
        do {
            try PrivateFile.createDirectory(FileSystem.parent(of: path) ?? "/")
            let target = try PrivateFile.resolve(path)
            try PrivateFile.createDirectory(FileSystem.parent(of: target) ?? "/")
            try await FileLock.withLock(target + ".lock", onWait: onWait) {
                guard let text = try body(target) else { return }
                // The lock makes the name of the new file ours alone.
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
