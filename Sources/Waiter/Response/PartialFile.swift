internal import WaiterPlatform

/// A file under a temporary name, which gets its final one when it is complete, and vanishes otherwise.
final class PartialFile {
    private let path: String
    private let temporaryPath: String
    private let descriptor: Int32
    private var isFinished = false
    /// The bytes written so far.
    private(set) var count = 0

    /// Creates the temporary file beside its final place, so that the rename stays within one file system.
    ///
    /// - Throws: `FileFailure`.
    init(path: String, id: String) throws(FileFailure) {
        self.path = path
        let slash = path.lastIndex(of: "/")
        let directory = slash.map { String(path[...$0]) } ?? ""
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        temporaryPath = "\(directory).\(name).\(id.prefix(12)).part"
        descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.failure("cannot save to \(path)") }
    }

    deinit {
        guard descriptor >= 0, !isFinished else { return }
        close(descriptor)
        unlink(temporaryPath)
    }

    /// Appends bytes.
    ///
    /// - Throws: `FileFailure`, for instance when the disk is full.
    func append(_ bytes: [UInt8]) throws(FileFailure) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress?.advanced(by: offset), $0.count - offset)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw Self.failure("cannot save to \(path)")
            }
            offset += written
        }
        count += bytes.count
    }

    /// Removes what was written.
    ///
    /// - Throws: `FileFailure`.
    func truncate() throws(FileFailure) {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw Self.failure("cannot save to \(path)")
        }
        count = 0
    }

    /// Writes the file to disk and gives it its final name, replacing a file that is there.
    ///
    /// - Throws: `FileFailure`; the temporary file is removed then.
    func finish() throws(FileFailure) {
        guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else {
            throw Self.failure("cannot save to \(path)")
        }
        isFinished = true
        close(descriptor)
        // The rename itself is durable once the directory is on disk.
        let slash = path.lastIndex(of: "/")
        let directory = open(slash.map { String(path[...$0]) } ?? ".", O_RDONLY | O_CLOEXEC)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }

    private static func failure(_ what: String) -> FileFailure {
        let number = errno
        return FileFailure("\(what): \(String(cString: strerror(number)))", errorNumber: number)
    }
}
