/// Files and directories that only their owner can read: modes 0600 and 0700, regardless of the umask.
package enum PrivateFile {
    /// Creates a directory and its missing parents with mode 0700; existing ones are left unchanged.
    package static func createDirectory(_ path: String) throws(FileSystemError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let parent = FileSystem.parent(of: path) else { throw FileSystemError("create", path) }
        try createDirectory(parent)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileSystemError("create", path) }
    }

    /// Creates a file without following links or touching an existing file.
    ///
    /// - Parameters:
    ///   - path: The file to create.
    ///   - mode: The permissions of the file.
    /// - Returns: A descriptor open for reading and writing.
    /// - Throws: `FileSystemError`, with `EEXIST` when the name is already taken.
    package static func create(_ path: String, mode: mode_t = 0o600) throws(FileSystemError) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileSystemError("create", path) }
        // An unusual umask may have removed the owner's own permissions.
        guard fchmod(descriptor, mode) == 0 else {
            let error = FileSystemError("create", path)
            close(descriptor)
            unlink(path)
            throw error
        }
        return descriptor
    }

    /// Replaces a file atomically: readers see the old or the new content, even after a power failure.
    ///
    /// - Parameters:
    ///   - path: The file to replace.
    ///   - bytes: The new content.
    ///   - mode: The permissions of the new file.
    ///   - temporary: The path of the new file until it is complete. Only a caller that holds a lock may pass one; a
    ///     leftover of that name from a crash is removed. By default, the name is unique.
    /// - Throws: `FileSystemError` when the file cannot be written or renamed; the old content then remains.
    package static func replace(
        _ path: String,
        with bytes: [UInt8],
        mode: mode_t = 0o600,
        temporary: String? = nil
    ) throws(FileSystemError) {
        if let temporary { unlink(temporary) }
        let temporary = temporary ?? "\(path).\(getpid())-\(UInt32.random(in: .min ... .max)).tmp"
        do throws(FileSystemError) {
            try write(bytes, toNewFile: temporary, mode: mode)
            guard rename(temporary, path) == 0 else { throw FileSystemError("write", path) }
        } catch {
            unlink(temporary)
            throw FileSystemError("write", path, number: error.number)
        }
        synchronizeDirectory(FileSystem.parent(of: path) ?? (path.hasPrefix("/") ? "/" : "."))
    }

    private static func write(_ bytes: [UInt8], toNewFile path: String, mode: mode_t) throws(FileSystemError) {
        let descriptor = try create(path, mode: mode)
        defer { close(descriptor) }
        try FileSystem.write(bytes, to: descriptor, path: path)
        // Without fsync, a power failure could leave an empty file under the new name.
        guard fsync(descriptor) == 0 else { throw FileSystemError("write", path) }
    }

    /// Makes the replacement durable. Failures are ignored, since not every file system can synchronize a directory.
    private static func synchronizeDirectory(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
