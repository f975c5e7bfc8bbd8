internal import WaiterPlatform

/// Functions for files and directories that no other user could have created or changed.
///
/// The checks are stricter than those in `PrivateFile`, because these files determine where prompts are sent. There is
/// no exception for directories with the sticky bit or for the user's own group. Files must be readable only by their
/// owner.
enum OwnFile {
    /// Returns the reason that a directory cannot be trusted. Returns `nil` if the directory belongs to this user or
    /// root and no other user can write to it.
    static func defect(ofDirectory path: String) -> String? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return systemMessage(errno) }
        guard isOurs(status) else { return "it belongs to another user" }
        guard stat(path, &status) == 0 else { return systemMessage(errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else { return "it is not a directory" }
        guard isOurs(status) else { return "it belongs to another user" }
        guard status.st_mode & 0o022 == 0 else { return "other users can write to it; run: chmod 700 \(path)" }
        return nil
    }

    /// Returns the bytes of a regular file that belongs to this user and that no other user can read or write. Returns
    /// `nil` for any other file.
    ///
    /// Symbolic links are not followed.
    static func read(_ path: String, limit: Int = 1 << 20) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            status.st_mode & 0o077 == 0, status.st_size <= limit
        else { return nil }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count <= limit {
            let count = WaiterPlatform.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
        return nil
    }

    /// Returns whether this user or root owns the file.
    private static func isOurs(_ status: stat) -> Bool { status.st_uid == geteuid() || status.st_uid == 0 }
}
