internal import WaiterPlatform

/// A file that has a temporary name until it is complete. A file that is never completed is deleted.
final class PartialFile {
    private let path: String
    private let temporaryPath: String
    private let descriptor: Int32
    private var isFinished = false
    /// The number of bytes written so far.
    private(set) var count = 0

    /// Creates the temporary file in the directory of the final file so that the rename stays within one file system.
    ///
    /// - Throws: `FileFailure` if the file cannot be created.
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
    /// - Throws: `FileFailure`, for example if the disk is full.
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

    /// Discards everything written so far.
    ///
    /// - Throws: `FileFailure` if the file cannot be truncated.
    func truncate() throws(FileFailure) {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw Self.failure("cannot save to \(path)")
        }
        count = 0
    }

    /// Flushes the file to disk and renames it to its final name, replacing an existing file.
    ///
    /// - Throws: `FileFailure` if an operation fails, in which case the temporary file is deleted.
    func finish() throws(FileFailure) {
        guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else {
            throw Self.failure("cannot save to \(path)")
        }
        isFinished = true
        close(descriptor)
        // The rename is durable only after the directory has also been flushed.
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
