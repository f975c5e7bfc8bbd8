/// Basic file operations, implemented with system calls.
package enum FileSystem {
    /// Returns the directory part of a path, or `nil` if the path contains no slash except a leading slash.
    package static func parent(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return nil }
        return String(path[..<slash])
    }

    /// Writes all bytes to a descriptor.
    ///
    /// - Parameters:
    ///   - bytes: The bytes to write.
    ///   - descriptor: The descriptor to write to.
    ///   - path: The path to report in errors.
    /// - Throws: `FileSystemError` if the system call fails.
    package static func write(
        _ bytes: [UInt8],
        to descriptor: Int32,
        path: String
    ) throws(FileSystemError) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes { WaiterPlatform.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw FileSystemError("write", path) }
            offset += count
        }
    }

    /// Returns at most `limit` bytes of a file, starting at an offset, or `nil` if the file cannot be read.
    package static func read(_ path: String, from offset: Int64 = 0, limit: Int = 1 << 20) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { return nil }
        return read(descriptor, limit: limit)
    }

    /// Returns at most `limit` bytes of an open file, or `nil` if the file cannot be read.
    static func read(_ descriptor: Int32, limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < limit {
            let count = WaiterPlatform.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { return nil }
            guard count > 0 else { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return Array(bytes.prefix(limit))
    }

    /// Returns the size of a regular file, or `nil` if there is no such file.
    package static func size(of path: String) -> Int64? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(status.st_size)
    }

    /// Returns the modification time of a file in nanoseconds since 1970, or 0 if there is no such file.
    package static func modificationTime(of path: String) -> Int64 {
        var status = stat()
        guard stat(path, &status) == 0 else { return 0 }
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    /// Sets the access and modification times of a file to the current time.
    package static func touch(_ path: String) {
        _ = utimensat(AT_FDCWD, path, nil, 0)
    }

    /// Returns whether a path refers to a regular file that this process is allowed to execute.
    package static func isExecutable(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return access(path, X_OK) == 0
    }

    /// Returns the number of bytes available to unprivileged users on the file system that contains a path. The path
    /// does not have to exist yet.
    package static func availableBytes(at path: String) -> Int64? {
        var probe = path
        while true {
            var status = statvfs()
            if statvfs(probe, &status) == 0 {
                // Some network file systems report values so large that the product overflows.
                let (bytes, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
                return overflow ? .max : Int64(clamping: bytes)
            }
            guard errno == ENOENT || errno == ENOTDIR, probe != "/" else { return nil }
            probe = parent(of: probe) ?? "/"
        }
    }
}
