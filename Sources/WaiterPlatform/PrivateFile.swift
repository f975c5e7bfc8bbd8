/// Files and directories that only their owner can read. The modes are 0600 for files and 0700 for directories,
/// regardless of the umask.
package enum PrivateFile {
    /// Creates a directory and any missing parent directories with mode 0700. If the directory already exists, it is
    /// checked.
    ///
    /// - Throws: `FileSystemError`. See `checkDirectory` for the error that is thrown if another user could have
    ///   changed the directory.
    package static func createDirectory(_ path: String) throws(FileSystemError) {
        try makeDirectory(path)
        try checkDirectory(path)
    }

    private static func makeDirectory(_ path: String) throws(FileSystemError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let parent = FileSystem.parent(of: path) else { throw FileSystemError("create", path) }
        try makeDirectory(parent)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileSystemError("create", path) }
    }

    /// Checks that only this user and root could have created files in one of Waiter's directories.
    ///
    /// The last component of the path may be a symbolic link owned by the user, in which case the target of the link is
    /// checked. Parent directories are not checked, because each file is checked when it is opened.
    ///
    /// - Returns: Whether the directory exists.
    /// - Throws: `FileSystemError`. The error has a `distrust` message if another user owns the directory or can write
    ///   to it.
    @discardableResult
    package static func checkDirectory(_ path: String) throws(FileSystemError) -> Bool {
        let target = try resolve(path, checksDirectories: false)
        var status = stat()
        guard lstat(target, &status) == 0 else { return false }
        try FileTrust.check(status, target)
        return status.st_mode & S_IFMT == S_IFDIR
    }

    /// Follows the symbolic links in the last component of a path. Each link must be owned by the user.
    ///
    /// - Parameters:
    ///   - path: The path to resolve.
    ///   - checksDirectories: Whether to also check the directories that contain the path and each target.
    /// - Returns: The final path, which might not exist.
    /// - Throws: `FileSystemError`. The error has a `distrust` message if a link belongs to another user, or if another
    ///   user owns or can modify a checked directory. The error number is `ELOOP` if there are too many links.
    package static func resolve(_ path: String, checksDirectories: Bool = true) throws(FileSystemError) -> String {
        var target = path
        for _ in 0..<40 {
            while target.utf8.count > 1, target.hasSuffix("/") { target.removeLast() }
            let parent = FileSystem.parent(of: target) ?? (target.hasPrefix("/") ? "/" : ".")
            if checksDirectories { try checkDirectory(parent) }
            var status = stat()
            guard lstat(target, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return target }
            try FileTrust.checkOwner(status, target)
            var buffer = [CChar](repeating: 0, count: 4096)
            let count = readlink(target, &buffer, buffer.count)
            guard count >= 0 else { return target }
            let link = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            target = link.hasPrefix("/") ? link : (parent == "/" ? "" : parent) + "/" + link
        }
        throw FileSystemError("open", path, number: ELOOP)
    }

    /// The action to take if this user owns a file but other users can read or modify it.
    package enum LoosePermissions {
        /// If other users can modify the file, an error is thrown. If they can only read it, the file is opened.
        case refused
        /// The permissions of the group and of other users are removed. This action is suitable if the content is not
        /// trusted or was protected by its directory.
        case tightened
    }

    /// Opens one of Waiter's files after checking that no other user could have written it.
    ///
    /// Symbolic links owned by other users are never followed, even if they are created concurrently. This is ensured
    /// by resolving links first and opening the target with `O_NOFOLLOW`. Opening a FIFO or device does not block.
    ///
    /// - Parameters:
    ///   - path: The file to open.
    ///   - flags: The flags for `open`. With `O_CREAT`, the file is created with mode 0600.
    ///   - loose: The action to take if other users can read or modify the file.
    /// - Returns: A descriptor, or `nil` if there is no such file.
    /// - Throws: `FileSystemError`. The error has a `distrust` message if another user owns or can modify the file or
    ///   its directory.
    package static func open(
        _ path: String,
        _ flags: Int32 = O_RDONLY,
        loose: LoosePermissions = .refused
    ) throws(FileSystemError) -> Int32? {
        let target = try resolve(path)
        let descriptor = WaiterPlatform.open(target, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else {
            if flags & O_CREAT == 0, errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileSystemError(flags & O_ACCMODE == O_RDONLY ? "read" : "open", path)
        }
        do throws(FileSystemError) {
            try check(descriptor, target, loose)
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func check(
        _ descriptor: Int32,
        _ path: String,
        _ loose: LoosePermissions
    ) throws(FileSystemError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileSystemError("open", path) }
        // /dev/null is world-writable.
        if status.st_mode & S_IFMT == S_IFCHR { return }
        guard loose == .tightened, status.st_uid == geteuid(), status.st_mode & S_IFMT == S_IFREG else {
            return try FileTrust.check(status, path)
        }
        if status.st_mode & 0o777 != 0o600 { fchmod(descriptor, 0o600) }
    }

    /// Checks a file, such as a database, that another library will open by its path.
    ///
    /// - Parameters:
    ///   - path: The file to check.
    ///   - tightens: Whether to remove the permissions of the group and of other users if this user owns the file.
    /// - Returns: The path with all links resolved, or `nil` if there is no such file.
    /// - Throws: `FileSystemError`. The error has a `distrust` message if another user owns the file.
    package static func prepareForOpening(_ path: String, tightens: Bool = true) throws(FileSystemError) -> String? {
        let target = try resolve(path, checksDirectories: false)
        var status = stat()
        guard lstat(target, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileSystemError("read", path)
        }
        try FileTrust.checkOwner(status, target)
        // The mode is set with `chmod` instead of `fchmod`, because closing a descriptor would release this process's
        // locks on the file.
        if tightens, status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 != 0, status.st_uid == geteuid() {
            chmod(target, 0o600)
        }
        return target
    }

    /// Returns at most `limit` bytes of one of Waiter's files.
    ///
    /// - Returns: The bytes, or `nil` if there is no such file.
    /// - Throws: The same errors as `open`.
    package static func read(_ path: String, limit: Int = 1 << 20) throws(FileSystemError) -> [UInt8]? {
        guard let descriptor = try open(path) else { return nil }
        defer { close(descriptor) }
        guard let bytes = FileSystem.read(descriptor, limit: limit) else { throw FileSystemError("read", path) }
        return bytes
    }

    /// Creates a file. Links are not followed, and an existing file is not changed.
    ///
    /// - Parameters:
    ///   - path: The file to create.
    ///   - mode: The permissions of the file.
    /// - Returns: A descriptor open for reading and writing.
    /// - Throws: `FileSystemError`. The error number is `EEXIST` if the path already exists.
    package static func create(_ path: String, mode: mode_t = 0o600) throws(FileSystemError) -> Int32 {
        let descriptor = WaiterPlatform.open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileSystemError("create", path) }
        // An unusual umask could have removed some of the owner's permissions.
        guard fchmod(descriptor, mode) == 0 else {
            let error = FileSystemError("create", path)
            close(descriptor)
            unlink(path)
            throw error
        }
        return descriptor
    }

    /// Replaces a file atomically. Readers see either the old or the new content, even after a power failure.
    ///
    /// - Parameters:
    ///   - path: The file to replace.
    ///   - bytes: The new content.
    ///   - mode: The permissions of the new file.
    ///   - temporary: The path to which the new content is written before the file is replaced. By default, the path is
    ///     unique. Pass a path only while holding a lock, because an existing file at this path is removed.
    /// - Throws: `FileSystemError` if the new content cannot be written or renamed, in which case the old content is
    ///   preserved.
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
        // Without `fsync`, the file could be empty after a power failure.
        guard fsync(descriptor) == 0 else { throw FileSystemError("write", path) }
    }

    /// Makes the replacement durable. Failures are ignored, because not all file systems can synchronize a directory.
    private static func synchronizeDirectory(_ path: String) {
        let descriptor = WaiterPlatform.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
