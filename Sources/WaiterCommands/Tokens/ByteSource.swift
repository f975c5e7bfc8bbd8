internal import WaiterPlatform
internal import WaiterTerminal

/// A file or standard input, read in chunks to limit memory use.
struct ByteSource {
    /// The path. `-` represents standard input.
    let path: String
    var clock = CommandClock.system

    private static let pieceSize = 1 << 18

    /// The display name.
    var name: String { path == "-" ? "standard input" : path }

    /// Calls a closure with each chunk, and with the total size if it is known.
    ///
    /// - Parameters:
    ///   - onSilence: A closure called once if standard input has provided nothing for two seconds.
    ///   - body: A closure that receives each chunk, and the total size if it is known.
    /// - Throws: `CommandFailure` if the source cannot be read, `CancellationError`, or any error thrown by `body`.
    func read(onSilence: () -> Void, _ body: (UnsafeRawBufferPointer, _ total: Int64?) throws -> Void) throws {
        let descriptor = try openSource()
        defer { if path != "-" { close(descriptor) } }
        var status = stat()
        let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        let total = isFile ? Int64(status.st_size) : nil
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceSize, alignment: 16)
        defer { buffer.deallocate() }
        var silence = path == "-" ? SilenceNotice(clock) : nil
        while true {
            while !hasInput(descriptor) {
                try Task.checkCancellation()
                try silence?.wait(onSilence)
            }
            try Task.checkCancellation()
            silence = nil
            let count = WaiterPlatform.read(descriptor, buffer.baseAddress, buffer.count)
            if count == 0 { return }
            if count > 0 {
                try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]), total)
                continue
            }
            switch errno {
            case EINTR, EAGAIN: continue
            case EBADF where path == "-": return
            default: throw CommandFailure.usage("cannot read \(name) (\(systemMessage(errno)))")
            }
        }
    }

    /// Reads all bytes.
    ///
    /// - Throws: `CommandFailure` if the source cannot be read or is larger than the limit, or `CancellationError`.
    func readAll(limit: Int = 256 << 20, onSilence: () -> Void) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try read(onSilence: onSilence) { piece, _ in
            bytes += piece
            guard bytes.count <= limit else {
                throw CommandFailure.usage("\(name) is larger than \(ByteCount.formatted(Int64(limit)))")
            }
        }
        return bytes
    }

    private func openSource() throws -> Int32 {
        if path == "-" { return STDIN_FILENO }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor < 0 else { return descriptor }
        if errno == ENOENT || errno == ENOTDIR { throw CommandFailure.usage("no such file: \(path)") }
        throw CommandFailure.usage("cannot read \(path) (\(systemMessage(errno)))")
    }

    private func hasInput(_ descriptor: Int32) -> Bool {
        var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&poller, 1, 100) != 0
    }
}
