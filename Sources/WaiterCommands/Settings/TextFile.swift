internal import WaiterPlatform
internal import WaiterTerminal

/// Reads small files into memory.
package enum TextFile {
    /// Returns the file's bytes and permission bits, or `nil` if there is no such file.
    ///
    /// Reading a special file such as a named pipe can block indefinitely, so the wait can be cancelled.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - limit: The maximum size in bytes.
    ///   - clock: The clock that measures the wait for data.
    ///   - onSilence: A closure called once after two seconds without data.
    /// - Returns: The bytes and permission bits.
    /// - Throws: `CancellationError`, or `CommandFailure` if the file exists but cannot be read or is larger than the
    ///   limit.
    package static func read(
        _ path: String,
        limit: Int = 16 << 20,
        clock: CommandClock = .system,
        onSilence: () -> Void = {}
    ) throws -> (bytes: [UInt8], mode: UInt32)? {
        // Without O_NONBLOCK, opening a named pipe would block until it has a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw CommandFailure.usage("cannot read \(path) (\(systemMessage(errno)))")
        }
        return try read(descriptor, path, limit, clock, onSilence)
    }

    /// Reads one of Waiter's own files, which must belong to the user or root.
    ///
    /// - Throws: Any error thrown by `read`, or `CommandFailure` of kind `permissions` if another user owns or can
    ///   modify the file or its directory.
    package static func readOwn(_ path: String, limit: Int = 16 << 20) throws -> (bytes: [UInt8], mode: UInt32)? {
        let descriptor: Int32
        do {
            guard let opened = try PrivateFile.open(path) else { return nil }
            descriptor = opened
        } catch {
            throw CommandFailure(reading: error)
        }
        return try read(descriptor, path, limit, .system, {})
    }

    /// Reads an open file to the end and closes it.
    private static func read(
        _ descriptor: Int32,
        _ path: String,
        _ limit: Int,
        _ clock: CommandClock,
        _ onSilence: () -> Void
    ) throws -> (bytes: [UInt8], mode: UInt32) {
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw CommandFailure.usage("cannot read \(path) (\(systemMessage(errno)))")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var silence = SilenceNotice(clock)
        while true {
            while !isReadable(descriptor) { try silence.wait(onSilence) }
            let count = WaiterPlatform.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count >= 0 else { throw CommandFailure.usage("cannot read \(path) (\(systemMessage(errno)))") }
            if count == 0 { return (bytes, UInt32(status.st_mode) & 0o777) }
            bytes += buffer[..<count]
            if bytes.count > limit {
                throw CommandFailure.usage("\(path) is larger than \(ByteCount.formatted(Int64(limit)))")
            }
        }
    }

    private static func isReadable(_ descriptor: Int32) -> Bool {
        var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&poller, 1, 100) != 0
    }
}
