internal import WaiterPlatform

/// Checks the permissions of Waiter's files and directories.
enum FilePermissions {
    static func finding(_ directories: Directories) -> Finding {
        let files = [directories.keyFile, directories.configurationFile, directories.modelFile]
        let folders = [directories.configuration, directories.templates, directories.data, directories.state]
        var places: [String] = []
        for path in files + folders where !places.contains(path) { places.append(path) }
        var count = 0
        for path in places {
            guard let (mode, isDirectory) = mode(of: path) else { continue }
            count += 1
            let word = ShellWord.quoted(path)
            if let error = distrust(path, isDirectory: isDirectory) {
                return Finding("files", .failed, error.reason, remedy: error.remedy)
            }
            if folders.contains(path), !isDirectory {
                return Finding("files", .failed, "\(path) is not a directory", remedy: "move or rename it")
            }
            if path == directories.keyFile, mode & 0o077 != 0 {
                return Finding("files", .failed, "other users can read \(path)", remedy: "run: chmod 600 \(word)")
            }
            if path == directories.configurationFile, mode & 0o022 != 0 {
                return Finding("files", .failed, "other users can modify \(path)", remedy: "run: chmod go-w \(word)")
            }
            if access(path, R_OK | W_OK) != 0 {
                return Finding("files", .warning, "cannot read and write \(path)", remedy: "see: ls -ld \(word)")
            }
        }
        // If a directory does not exist yet, it must be possible to create it.
        for path in folders where mode(of: path) == nil {
            guard let parent = existingParent(of: path), access(parent, W_OK) != 0 else { continue }
            return Finding(
                "files",
                .warning,
                "cannot create \(path): \(parent) is not writable",
                remedy: "set WAITER_HOME to a writable directory"
            )
        }
        return Finding(
            "files",
            .ok,
            count == 0 ? "none yet" : "only you can modify them (\(directories.configuration))"
        )
    }

    /// Returns an error if another user owns or can modify a file or directory. Waiter does not use such files and
    /// directories.
    private static func distrust(_ path: String, isDirectory: Bool) -> FileSystemError? {
        do {
            if isDirectory {
                try PrivateFile.checkDirectory(path)
            } else if let descriptor = try PrivateFile.open(path) {
                close(descriptor)
            }
            return nil
        } catch {
            return error.distrust == nil ? nil : error
        }
    }

    private static func existingParent(of path: String) -> String? {
        var path = path[...]
        while let slash = path.lastIndex(of: "/") {
            path = path[..<slash]
            let parent = path.isEmpty ? "/" : String(path)
            if mode(of: parent) != nil { return parent }
        }
        return nil
    }

    private static func mode(of path: String) -> (bits: UInt32, isDirectory: Bool)? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return (UInt32(status.st_mode) & 0o777, status.st_mode & S_IFMT == S_IFDIR)
    }
}
