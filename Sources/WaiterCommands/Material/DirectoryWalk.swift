internal import WaiterPlatform

/// Lists the files below a directory, in order of their names.
package enum DirectoryWalk {
    /// Left out: what is hidden, and what is made by tools.
    private static let leftOut: Set<String> = ["node_modules", "__pycache__", "venv", "target", "dist", "build"]

    /// What lies below a directory.
    package struct Found {
        package var files: [String] = []
        /// What cannot be named, since its name is not UTF-8.
        package var unreadable: [String] = []
    }

    /// The paths of all files, links to files included; links to directories are not followed, so that no loop has no end.
    ///
    /// - Throws: `CommandFailure` as soon as there are more than the limit, or when a directory cannot be read.
    package static func files(below root: String, limit: Int) throws -> Found {
        var found = Found()
        var waiting = [root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root]
        while let directory = waiting.popLast() {
            var directories: [String] = []
            guard let listing = try DirectoryListing(of: directory) else {
                throw CommandFailure.usage("there is no directory \(directory)")
            }
            found.unreadable += listing.unreadable.map { "\(directory)/\($0)" }
            for name in listing.names {
                let path = directory == "." ? name : "\(directory)/\(name)"
                switch kind(of: path) {
                case S_IFDIR: if !leftOut.contains(name) { directories.append(path) }
                case S_IFREG: found.files.append(path)
                default: continue
                }
                if found.files.count > limit {
                    throw CommandFailure.usage(
                        "there are more than \(limit) files below \(root)",
                        nextStep: "name a smaller directory, or a pattern such as '\(root)/*.swift'"
                    )
                }
            }
            waiting += directories.reversed()
        }
        found.files.sort()
        return found
    }

    /// What a path is; a link is a file when it leads to one.
    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        guard status.st_mode & S_IFMT == S_IFLNK else { return status.st_mode & S_IFMT }
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return S_IFREG
    }
}
