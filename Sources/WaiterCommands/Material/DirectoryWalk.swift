#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Lists the files below a directory, in order of their names.
package enum DirectoryWalk {
    /// Left out: what is hidden, and what is made by tools.
    private static let leftOut: Set<String> = ["node_modules", "__pycache__", "venv", "target", "dist", "build"]

    /// The paths of all files; links to directories are not followed, so that no loop has no end.
    ///
    /// - Throws: `CommandFailure` as soon as there are more than the limit, or when a directory cannot be read.
    package static func files(below root: String, limit: Int) throws -> [String] {
        var found: [String] = []
        var waiting = [root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root]
        while let directory = waiting.popLast() {
            var directories: [String] = []
            for name in try names(in: directory) {
                let path = directory == "." ? name : "\(directory)/\(name)"
                var status = stat()
                guard lstat(path, &status) == 0 else { continue }
                switch status.st_mode & S_IFMT {
                case S_IFDIR: if !leftOut.contains(name) { directories.append(path) }
                case S_IFREG: found.append(path)
                default: continue
                }
                if found.count > limit {
                    throw CommandFailure.usage(
                        "there are more than \(limit) files below \(root)",
                        nextStep: "name a smaller directory, or a pattern such as '\(root)/*.swift'"
                    )
                }
            }
            waiting += directories.reversed()
        }
        return found.sorted()
    }

    private static func names(in directory: String) throws -> [String] {
        guard let stream = opendir(directory) else {
            throw CommandFailure.usage("cannot read \(directory) (\(systemMessage(errno)))")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
