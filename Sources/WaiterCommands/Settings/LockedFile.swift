internal import WaiterLocal
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
            let directory = Files.parent(of: target) ?? "/"
            try Files.makeDirectory(directory)
            try await FileLock.withLock(target + ".lock", onWait: onWait) {
                guard let text = try body(target) else { return }
                try replace(target, in: directory, with: Array(text.utf8))
            }
        } catch let failure as Files.Failure {
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
            target = link.hasPrefix("/") ? link : (Files.parent(of: target) ?? "") + "/" + link
        }
        throw failure(path, ELOOP)
    }

    /// Writes a new file beside the old one, sees it on the disk, and gives it the old one's name.
    private func replace(_ path: String, in directory: String, with bytes: [UInt8]) throws {
        // The lock makes its name ours alone; what a crash has left there is in the way.
        let temporary = path + ".new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        do {
            defer { close(descriptor) }
            // An odd umask may have taken the owner's own permissions.
            guard fchmod(descriptor, 0o600) == 0 else { throw failure(path) }
            do {
                try StandardStream(descriptor: descriptor).write(bytes)
            } catch {
                throw failure(path, error.number)
            }
            // Without this a power cut can leave the new name on an empty file.
            guard fsync(descriptor) == 0 else { throw failure(path) }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let failure = failure(path)
            unlink(temporary)
            throw failure
        }
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        // The file is replaced; that a file system cannot sync directories is no failure.
        fsync(folder)
        close(folder)
    }

    private func failure(_ path: String, _ number: Int32 = errno) -> CommandFailure {
        CommandFailure(
            .failure,
            "cannot write \(path)",
            place: systemMessage(number),
            nextStep: remedy,
            kind: "file"
        )
    }
}

extension StandardStream.Failure {
    fileprivate var number: Int32 {
        switch self {
        case .closedByReader: EPIPE
        case .cancelled: ECANCELED
        case .failed(let number): number
        }
    }
}
