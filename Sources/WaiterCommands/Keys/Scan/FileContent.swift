internal import WaiterPlatform
internal import WaiterTerminal

/// The result of opening a file for scanning.
package enum FileContent: Sendable {
    case bytes([UInt8])
    case binary
    case tooLarge(Int64)
    /// The file was removed after it had been listed, or the path refers to a link, a socket or a device.
    case nothing
    case unreadable(String)

    /// The maximum file size in bytes. Larger files are reported and skipped.
    package static let limit = 64_000_000

    /// The number of bytes at the start of a file that are checked for a NUL byte. Git uses the same value.
    private static let binaryReach = 8000

    /// Returns whether the content is binary.
    package static func isBinary(_ bytes: [UInt8]) -> Bool {
        bytes.prefix(binaryReach).contains(0)
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - isNamed: Whether the user named this file explicitly. If `true`, links are followed and pipes are read.
    ///   - takesBinary: Whether binary content is accepted.
    /// - Returns: The content, or the reason why there is no content.
    package static func read(_ path: ScanPath, isNamed: Bool, takesBinary: Bool = false) -> FileContent {
        // A pipe without a writer must not block a directory walk.
        let flags = O_RDONLY | O_CLOEXEC | (isNamed ? 0 : O_NOFOLLOW | O_NONBLOCK)
        let descriptor = path.withCString { open($0, flags) }
        guard descriptor >= 0 else {
            let isGone = errno == ENOENT || errno == ELOOP || errno == ENXIO || errno == ENOTDIR
            return isGone && !isNamed ? .nothing : .unreadable(systemMessage(errno))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .unreadable(systemMessage(errno)) }
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        guard isRegular || isNamed else { return .nothing }
        do {
            let size = isRegular ? Int64(status.st_size) : 0
            let head = try chunk(descriptor, binaryReach)
            if !takesBinary, isBinary(head) { return .binary }
            if size > limit { return .tooLarge(size) }
            var bytes = head
            while bytes.count <= limit {
                let more = try chunk(descriptor, max(Int(size) - bytes.count, 0) + (1 << 16))
                if more.isEmpty { return .bytes(bytes) }
                bytes += more
            }
            return .tooLarge(Int64(bytes.count))
        } catch {
            return .unreadable(systemMessage(error.number))
        }
    }

    private struct ReadFailure: Error {
        var number: Int32
    }

    /// Reads up to the given number of bytes.
    private static func chunk(_ descriptor: Int32, _ count: Int) throws(ReadFailure) -> [UInt8] {
        var failure: ReadFailure?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count, let start = buffer.baseAddress {
                let got = WaiterPlatform.read(descriptor, start + filled, count - filled)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = ReadFailure(number: errno) }
                if got <= 0 { return }
                filled += got
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
