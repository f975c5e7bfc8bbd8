/// Checks that only this user and the administrator could have written a file. The rules are similar to ssh's.
///
/// A directory with the sticky bit, such as `/tmp`, may be world-writable. Users cannot replace each other's files in
/// such a directory, and each file is checked separately. A group may have write access if it is the user's private
/// group. Many distributions create a private group for each user.
enum FileTrust {
    /// Throws an error if another user owns or can modify the file or directory.
    static func check(_ status: stat, _ path: String) throws(FileSystemError) {
        try checkOwner(status, path)
        let isDirectory = status.st_mode & S_IFMT == S_IFDIR
        if isDirectory, status.st_mode & mode_t(S_ISVTX) != 0 { return }
        let othersWrite = status.st_mode & mode_t(S_IWOTH) != 0
        guard othersWrite || status.st_mode & mode_t(S_IWGRP) != 0 && !isPrivate(group: status.st_gid) else { return }
        throw FileSystemError(
            distrusted: path,
            "other users can modify \(path)",
            remedy: "run: chmod go-w \(shellQuoted(path))"
        )
    }

    /// Throws an error if another user owns the file, directory or symbolic link.
    static func checkOwner(_ status: stat, _ path: String) throws(FileSystemError) {
        guard status.st_uid != 0, status.st_uid != geteuid() else { return }
        let me = name(of: geteuid()) ?? "\(geteuid())"
        let owner = name(of: status.st_uid).map { "\($0) (uid \(status.st_uid))" } ?? "uid \(status.st_uid)"
        let isLink = status.st_mode & S_IFMT == S_IFLNK
        throw FileSystemError(
            distrusted: path,
            "\(path) belongs to \(owner), not to you",
            remedy: isLink
                ? "remove the link: rm \(shellQuoted(path))"
                : "if you trust its contents, run: chown \(me) \(shellQuoted(path))"
        )
    }

    /// Returns whether only this user and the administrator are members of a group.
    private static func isPrivate(group id: gid_t) -> Bool {
        guard let me = user(geteuid()), id == 0 || id == me.group else { return false }
        var (entry, found) = (group(), UnsafeMutablePointer<group>?.none)
        var buffer = [CChar](repeating: 0, count: 16_384)
        return buffer.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress, getgrgid_r(id, &entry, start, buffer.count, &found) == 0, found != nil
            else { return false }
            // A user's private group has the same name as the user. Other primary groups, such as `staff` on macOS,
            // contain all users.
            guard id == 0 || entry.gr_name.map({ String(cString: $0) }) == me.name else { return false }
            var member = entry.gr_mem
            while let name = member?.pointee {
                let name = String(cString: name)
                guard name == me.name || name == "root" else { return false }
                member = member?.advanced(by: 1)
            }
            return true
        }
    }

    private static func name(of id: uid_t) -> String? { user(id)?.name }

    private static func user(_ id: uid_t) -> (name: String, group: gid_t)? {
        var (entry, found) = (passwd(), UnsafeMutablePointer<passwd>?.none)
        var buffer = [CChar](repeating: 0, count: 16_384)
        return buffer.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress, getpwuid_r(id, &entry, start, buffer.count, &found) == 0, found != nil
            else { return nil }
            return entry.pw_name.map { (String(cString: $0), entry.pw_gid) }
        }
    }
}
