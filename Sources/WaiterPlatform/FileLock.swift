/// An exclusive lock on a file, which is held for the lifetime of the object. If the process crashes, the kernel
/// releases the lock.
package final class FileLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Acquires the lock or returns `nil` if the lock is already held.
    ///
    /// - Throws: `FileSystemError`, for example if another user owns the file and could therefore hold the lock
    ///   indefinitely.
    package static func tryAcquire(_ path: String) throws(FileSystemError) -> FileLock? {
        guard let descriptor = try PrivateFile.open(path, O_RDWR | O_CREAT, loose: .tightened) else { return nil }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return FileLock(descriptor: descriptor) }
        let number = errno
        close(descriptor)
        guard number == EWOULDBLOCK || number == EINTR else {
            throw FileSystemError("lock", path, number: number)
        }
        return nil
    }

    /// Acquires the lock, waiting for it if necessary, and calls a closure while holding the lock.
    ///
    /// The lock is polled every 50 ms so that the task can stop waiting if it is cancelled.
    package static func withLock<Result>(
        _ path: String,
        clock: any Clock<Duration> = ContinuousClock(),
        onWait: () -> Void,
        body: () async throws -> Result
    ) async throws -> Result {
        var lock = try tryAcquire(path)
        if lock == nil { onWait() }
        while lock == nil {
            try await clock.sleep(for: .milliseconds(50))
            lock = try tryAcquire(path)
        }
        defer { withExtendedLifetime(lock) {} }
        return try await body()
    }
}
