internal import WaiterPlatform
internal import WaiterTerminal

/// What opening a file for scanning gave.
package enum FileContent: Sendable {
    case bytes([UInt8])
    case binary
    case tooLarge(Int64)
    /// Gone since it was listed, or no file that holds text of its own: a link, a socket, a device.
    case nothing
    case unreadable(String)

    /// Larger ones are skipped, and it is said.
    package static let limit = 64_000_000

    /// How much of a file is searched for a zero byte, as git does.
    private static let binaryReach = 8000

    /// Whether this is no text.
    package static func isBinary(_ bytes: [UInt8]) -> Bool {
        bytes.prefix(binaryReach).contains(0)
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - isNamed: Whether the user has named this very file: then links are followed, and pipes read.
    ///   - takesBinary: Whether zero bytes do not matter.
    package static func read(_ path: ScanPath, isNamed: Bool, takesBinary: Bool = false) -> FileContent {
        // A pipe that nobody writes to must not stop a walk.
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

    /// The next bytes of the file, as many as there are up to a number.
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
