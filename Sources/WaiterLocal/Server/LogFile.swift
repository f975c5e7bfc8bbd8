internal import WaiterPlatform

/// The server's log. The log is rotated when it becomes large, and the previous log is kept as `server.log.1`.
struct LogFile: Sendable {
    static let largest: Int64 = 2_000_000

    let path: String

    /// Appends bytes to the log.
    ///
    /// Errors are ignored, because the server must not stop if the log cannot be written.
    func append(_ bytes: [UInt8]) {
        rotateIfLarge()
        let flags = O_WRONLY | O_CREAT | O_APPEND
        guard let descriptor = try? PrivateFile.open(path, flags, loose: .tightened) else { return }
        defer { close(descriptor) }
        try? FileSystem.write(bytes, to: descriptor, path: path)
    }

    func append(line: String) {
        append(Array("waiter: \(line)\n".utf8))
    }

    func rotateIfLarge() {
        guard let size = FileSystem.size(of: path), size > Self.largest else { return }
        rename(path, "\(path).1")
    }

    /// Returns the last lines that were written after the log reached the given size.
    func tail(since offset: Int64 = 0, lines: Int = 12) -> String {
        let size = FileSystem.size(of: path) ?? 0
        // If the file is smaller than the given size, the log was rotated.
        let start = max(offset <= size ? offset : 0, size - 65_536)
        let text = String(decoding: FileSystem.read(path, from: start, limit: 65_536) ?? [], as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).suffix(lines).joined(separator: "\n")
    }
}
