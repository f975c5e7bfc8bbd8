internal import WaiterPlatform

/// Reads a file in chunks and verifies that the file has not changed since its length was determined.
///
/// The length of a body is sent before its bytes. The request must therefore fail if the file grows, shrinks or is
/// replaced during the upload.
final class FileChunkReader {
    /// The chunk size. With this size, the cost of system calls is negligible, and many concurrent uploads fit in
    /// memory.
    static let chunkSize = 128 << 10

    private let descriptor: Int32
    private let path: String
    private let identity: FileIdentity
    private var remaining: Int

    /// Opens a file for reading. If a range is given, only that range is read.
    ///
    /// - Throws: `FileFailure` if the file cannot be opened or has changed.
    init(path: String, expecting identity: FileIdentity, range: Range<Int>? = nil) throws(FileFailure) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        self.path = path
        self.identity = identity
        remaining = range?.count ?? identity.size
        guard descriptor >= 0 else { throw Self.failure("cannot open", path) }
        guard FileIdentity(descriptor: descriptor) == identity else { throw Self.changed(path) }
        guard let start = range?.lowerBound, start > 0 else { return }
        guard lseek(descriptor, off_t(start), SEEK_SET) == off_t(start) else {
            throw Self.failure("cannot read", path)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Returns the next chunk, or `nil` if all bytes have been read.
    ///
    /// - Throws: `FileFailure` if reading fails or the file has changed.
    func next() throws(FileFailure) -> [UInt8]? {
        guard remaining > 0 else {
            guard FileIdentity(descriptor: descriptor) == identity else { throw Self.changed(path) }
            return nil
        }
        let wanted = min(remaining, Self.chunkSize)
        var errorNumber: Int32 = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            repeat {
                count = max(0, read(descriptor, buffer.baseAddress, wanted))
                errorNumber = count == 0 ? errno : 0
            } while errorNumber == EINTR && count == 0
        }
        if chunk.isEmpty {
            guard FileIdentity(descriptor: descriptor) == identity else { throw Self.changed(path) }
            throw FileFailure(
                "cannot read \(path): \(String(cString: strerror(errorNumber)))",
                errorNumber: errorNumber
            )
        }
        remaining -= chunk.count
        return chunk
    }

    /// Returns the identity of a file to upload.
    ///
    /// - Throws: `FileFailure` if the file does not exist or is not a regular file.
    static func identity(of path: String) throws(FileFailure) -> FileIdentity {
        guard let identity = FileIdentity(path: path) else { throw failure("cannot read", path) }
        guard identity.isRegularFile else {
            throw FileFailure("cannot upload \(path): not a regular file; pass its bytes or an async sequence instead")
        }
        return identity
    }

    private static func failure(_ what: String, _ path: String) -> FileFailure {
        let number = errno
        if number == ENOENT { return FileFailure("no such file: \(path)", errorNumber: number) }
        return FileFailure("\(what) \(path): \(String(cString: strerror(number)))", errorNumber: number)
    }

    private static func changed(_ path: String) -> FileFailure {
        FileFailure("\(path) changed while it was being uploaded; send it again once it is complete")
    }
}
