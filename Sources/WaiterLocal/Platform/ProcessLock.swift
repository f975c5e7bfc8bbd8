internal import WaiterPlatform

/// A lock on a file. Other processes can query the kernel for the process that holds the lock.
///
/// The lock indicates whether a supervisor is running. If no process holds the lock, the state file is stale, even if
/// the process ID in the file has been reused. The lock is a record lock (`fcntl`), which is not inherited by child
/// processes and is released when the process exits for any reason. The lock is also released when its owner closes
/// *any* descriptor of the file. The owner must therefore never look up the holder of its own lock.
final class ProcessLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Acquires the lock for this process or returns `nil` if another process holds the lock.
    ///
    /// - Throws: `FileSystemError`, for example if another user owns the file.
    static func tryAcquire(_ path: String) throws(FileSystemError) -> ProcessLock? {
        guard let descriptor = try PrivateFile.open(path, O_RDWR | O_CREAT, loose: .tightened) else { return nil }
        var record = wholeFile()
        if fcntl(descriptor, F_SETLK, &record) == 0 { return ProcessLock(descriptor: descriptor) }
        let number = errno
        close(descriptor)
        guard number == EAGAIN || number == EACCES else {
            throw FileSystemError("lock", path, number: number)
        }
        return nil
    }

    /// Returns the process that holds the lock. Returns `nil` if no process holds the lock, if the file does not exist,
    /// or if the file belongs to another user.
    static func holder(of path: String) -> Int32? {
        guard let descriptor = try? PrivateFile.open(path, O_RDWR, loose: .tightened) else { return nil }
        defer { close(descriptor) }
        var record = wholeFile()
        guard fcntl(descriptor, F_GETLK, &record) == 0, record.l_type != Int16(F_UNLCK) else { return nil }
        return record.l_pid
    }

    private static func wholeFile() -> flock {
        var record = flock()
        record.l_type = Int16(F_WRLCK)
        record.l_whence = Int16(SEEK_SET)
        return record
    }
}
