internal import WaiterPlatform
internal import WaiterTerminal

/// The entries of a directory.
struct DirectoryListing {
    /// The names that are not hidden, sorted.
    private(set) var names: [String] = []
    /// The names that start with a dot, sorted, without `.` and `..`.
    private(set) var hidden: [String] = []
    /// The names that are not valid UTF-8, repaired for display.
    private(set) var unreadable: [String] = []

    /// Reads a directory or returns `nil` if the directory does not exist.
    ///
    /// - Throws: `CommandFailure` if the directory cannot be read.
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
