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
            let target = try end(of: path)
            let directory = FileSystem.parent(of: target) ?? "/"
            try PrivateFile.createDirectory(directory)
            try await FileLock.withLock(target + ".lock", onWait: onWait) {
                guard let text = try body(target) else { return }
                // The lock makes the name of the new file ours alone.
                try PrivateFile.replace(target, with: Array(text.utf8), temporary: target + ".new")
            }
        } catch let failure as FileSystemError {
            throw self.failure(failure.path, failure.number)
        }
    }

    /// Where a chain of links ends, which need not exist.
    private func end(of path: String) throws -> String {
        var target = path
        for _ in 0..<40 {
            var buffer = [CChar](repeating: 0, count: 4096)
            let count = readlink(target, &buffer, buffer.count)
            guard count >= 0 else { return target }
            let link = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            target = link.hasPrefix("/") ? link : (FileSystem.parent(of: target) ?? "") + "/" + link
        }
        throw failure(path, ELOOP)
    }

    private func failure(_ path: String, _ number: Int32) -> CommandFailure {
        CommandFailure(
            .failure,
            "cannot write \(path)",
            place: systemMessage(number),
            nextStep: remedy,
            kind: "file"
        )
    }
}
