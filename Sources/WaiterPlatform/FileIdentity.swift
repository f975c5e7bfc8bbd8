/// The identity of a file's content. It consists of the device, inode, size and modification time, so the content does
/// not have to be read.
package struct FileIdentity: Hashable, Sendable {
    /// The size in bytes.
    package let size: Int
    private let device: UInt64
    private let inode: UInt64
    private let seconds: Int
    private let nanoseconds: Int
    private let mode: UInt32

    /// Reads the identity of an open file. On failure, this initializer returns `nil` and sets `errno`.
    package init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Reads the identity of the file at a path, following symbolic links. On failure, this initializer returns `nil`
    /// and sets `errno`.
    package init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        size = Int(status.st_size)
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        mode = UInt32(truncatingIfNeeded: status.st_mode)
        #if canImport(Darwin)
            let modified = status.st_mtimespec
        #else
            let modified = status.st_mtim
        #endif
        seconds = Int(modified.tv_sec)
        nanoseconds = Int(modified.tv_nsec)
    }

    /// The identity as text. A later process can use the text to check whether the content has changed.
    package var text: String { "\(size)-\(inode)-\(seconds).\(nanoseconds)" }

    /// Whether the file is a regular file. Directories, pipes and devices are not regular files.
    package var isRegularFile: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFREG) }
}
