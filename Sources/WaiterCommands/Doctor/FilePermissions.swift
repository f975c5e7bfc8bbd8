#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Whether others can read or change what they should not.
enum FilePermissions {
    static func finding(_ directories: Directories) -> Finding {
        let files = [directories.keyFile, directories.configurationFile]
        var places: [String] = []
        for path in files + [directories.configuration, directories.data, directories.state]
        where !places.contains(path) {
            places.append(path)
        }
        var count = 0
        for path in places {
            guard let mode = mode(of: path) else { continue }
            count += 1
            let word = ShellWord.quoted(path)
            if path == directories.keyFile, mode & 0o077 != 0 {
                return Finding("files", .failed, "others can read \(path)", remedy: "run: chmod 600 \(word)")
            }
            if mode & 0o022 != 0 {
                return Finding("files", .failed, "others can change \(path)", remedy: "run: chmod go-w \(word)")
            }
            if access(path, R_OK | W_OK) != 0 {
                return Finding("files", .warning, "\(path) cannot be read and written", remedy: "see: ls -ld \(word)")
            }
        }
        return Finding(
            "files",
            .ok,
            count == 0 ? "none yet" : "only you can change them (\(directories.configuration))"
        )
    }

    private static func mode(of path: String) -> UInt32? {
        var status = stat()
        return stat(path, &status) == 0 ? UInt32(status.st_mode) & 0o777 : nil
    }
}
