#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Whether others can read what they should not.
enum FilePermissions {
    static func finding(_ directories: Directories) -> Finding {
        for path in [directories.keyFile, directories.configuration, directories.data] {
            guard let mode = mode(of: path) else { continue }
            if mode & 0o077 != 0, path == directories.keyFile {
                return Finding("files", .failed, "others can read \(path)", remedy: "run: chmod 600 '\(path)'")
            }
            if mode & 0o022 != 0 {
                return Finding("files", .failed, "others can change \(path)", remedy: "run: chmod go-w '\(path)'")
            }
            if access(path, R_OK | W_OK) != 0 {
                return Finding("files", .warning, "\(path) cannot be written", remedy: "make it writable for yourself")
            }
        }
        return Finding("files", .ok, "permissions are right")
    }

    private static func mode(of path: String) -> UInt32? {
        var status = stat()
        return stat(path, &status) == 0 ? UInt32(status.st_mode) & 0o777 : nil
    }
}
