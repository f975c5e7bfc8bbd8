internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The file operations whose permissions and durability matter, straight on system calls.
package enum Files {
    /// A failed system call on a path.
    package struct Failure: Error, CustomStringConvertible {
        var operation: String
        package var path: String
        package var number: Int32
        package var description: String { "cannot \(operation) \(path): \(errorText(number))" }
        var isDiskFull: Bool { number == ENOSPC || number == EDQUOT }
    }

    /// Makes a directory and its missing parents, all with mode 0700.
    package static func makeDirectory(_ path: String) throws {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        let number = errno
        guard number == ENOENT, let parent = parent(of: path) else {
            throw Failure(operation: "create", path: path, number: number)
        }
        try makeDirectory(parent)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw Failure(operation: "create", path: path, number: errno)
        }
    }

    package static func parent(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return nil }
        return String(path[..<slash])
    }

    /// Replaces a file in one step, so that a reader sees the old bytes or the new ones; mode 0600 unless told.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o600) throws {
        let temporary = "\(path).\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode_t(mode))
        guard descriptor >= 0 else { throw Failure(operation: "write", path: path, number: errno) }
        defer { close(descriptor) }
        do {
            try writeAll(bytes, to: descriptor, path: path)
            // Without this a power cut can leave the new name on an empty file.
            guard fsync(descriptor) == 0 else { throw Failure(operation: "write", path: path, number: errno) }
            guard rename(temporary, path) == 0 else { throw Failure(operation: "write", path: path, number: errno) }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    static func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + offset, bytes.count - offset) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw Failure(operation: "write", path: path, number: errno) }
            offset += count
        }
    }

    /// The bytes of a file from an offset on, at most `limit` of them; nil when it cannot be read.
    static func read(_ path: String, from offset: Int64 = 0, limit: Int = 1 << 20) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { return nil }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < limit {
            let count = chunk.withUnsafeMutableBytes { platformRead(descriptor, $0) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { return nil }
            guard count > 0 else { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return Array(bytes.prefix(limit))
    }

    private static func platformRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        // Inside this type the plain name would find the method above.
        #if canImport(Darwin)
            Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Glibc)
            Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
            Musl.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    /// The size of a regular file; nil when there is none.
    static func size(of path: String) -> Int64? {
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(information.st_size)
    }

    /// When a file was last modified, in nanoseconds; 0 when there is none.
    static func modificationStamp(of path: String) -> Int64 {
        var information = stat()
        guard stat(path, &information) == 0 else { return 0 }
        #if canImport(Darwin)
            let time = information.st_mtimespec
        #else
            let time = information.st_mtim
        #endif
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    static func touch(_ path: String) {
        _ = utimensat(AT_FDCWD, path, nil, 0)
    }

    static func isExecutable(_ path: String) -> Bool {
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return false }
        return access(path, X_OK) == 0
    }

    /// The total size of the regular files under a directory; files that vanish meanwhile count as nothing.
    static func treeSize(_ directory: String) -> Int64 {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else { return 0 }
        return names.reduce(into: 0) { total, name in
            let path = "\(directory)/\(name)"
            var information = stat()
            guard lstat(path, &information) == 0 else { return }
            switch information.st_mode & S_IFMT {
            case S_IFDIR: total += treeSize(path)
            case S_IFREG: total += Int64(information.st_size)
            default: break
            }
        }
    }

    static func names(in directory: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    }

    static func removeTree(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The bytes an ordinary user can still write on the file system that holds a path, which need not exist yet.
    static func availableBytes(at path: String) -> Int64? {
        var probe = path
        while true {
            var information = statvfs()
            if statvfs(probe, &information) == 0 {
                // Some network file systems answer with absurdly much.
                let (bytes, overflow) = UInt64(information.f_bavail)
                    .multipliedReportingOverflow(by: UInt64(information.f_frsize))
                return overflow ? .max : Int64(clamping: bytes)
            }
            guard errno == ENOENT || errno == ENOTDIR else { return nil }
            guard probe != "/" else { return nil }
            probe = parent(of: probe) ?? "/"
        }
    }
}
