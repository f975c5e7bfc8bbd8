internal import WaiterPlatform
internal import WaiterTerminal

/// The names in a directory.
struct DirectoryListing {
    /// Those that are not hidden, sorted.
    private(set) var names: [String] = []
    /// Those that begin with a dot, sorted; the directory itself and the one above it are left out.
    private(set) var hidden: [String] = []
    /// What cannot be named, since its name is not UTF-8; as far as it can be shown.
    private(set) var unreadable: [String] = []

    /// Reads a directory; nil when there is none.
    ///
    /// - Throws: `CommandFailure` when it cannot be read.
    init?(of directory: String) throws {
        guard let stream = opendir(directory) else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw CommandFailure.usage("cannot read \(directory) (\(systemMessage(errno)))")
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let (name, isExact) = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { name in
                    (String(cString: name), String(validatingCString: name) != nil)
                }
            }
            if name == "." || name == ".." { continue }
            if name.hasPrefix(".") {
                if isExact { hidden.append(name) }
            } else if isExact {
                names.append(name)
            } else {
                unreadable.append(name)
            }
        }
        names.sort()
        hidden.sort()
    }
}
