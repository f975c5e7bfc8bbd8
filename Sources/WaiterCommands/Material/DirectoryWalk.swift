internal import WaiterPlatform

/// Lists the files below a directory that go to a model, in order of their names: those that git would not ignore, that are
/// not hidden, and that no tool has made.
package struct DirectoryWalk {
    /// Directories that tools make.
    private static let toolDirectories: Set<String> = [
        "node_modules", "__pycache__", "venv", "target", "dist", "build",
    ]

    package private(set) var files: [String] = []
    package private(set) var leftOut = LeftOut()

    private let root: String
    private let limit: Int
    private let takesHidden: Bool
    private let isWanted: (String) -> Bool

    /// Walks a directory; links to files are files, links to directories are not followed, so that every walk ends.
    ///
    /// - Parameters:
    ///   - takesHidden: Whether names that begin with a dot are taken as well.
    ///   - isWanted: Whether a file is meant, by its path below the directory.
    /// - Throws: `CommandFailure` as soon as there are more files than the limit, or when a directory cannot be read;
    ///   `CancellationError`.
    package init(
        below root: String,
        limit: Int,
        takesHidden: Bool = false,
        isWanted: @escaping (String) -> Bool = { _ in true }
    ) throws {
        self.root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
        self.limit = limit
        self.takesHidden = takesHidden
        self.isWanted = isWanted
        try walk()
        files.sort()
    }

    /// A directory by its path as it was given, and without links.
    private struct Directory {
        var path: String
        var real: String
        var rules: IgnoreRules
    }

    private mutating func walk() throws {
        guard let real = Self.realPath(root) else { throw CommandFailure.usage("there is no directory \(root)") }
        var waiting = [Directory(path: root, real: real, rules: IgnoreRules(for: real))]
        while let directory = waiting.popLast() {
            try Task.checkCancellation()
            guard let listing = try DirectoryListing(of: directory.path) else {
                throw CommandFailure.usage("there is no directory \(directory.path)")
            }
            for name in listing.unreadable { leftOut.add(Self.join(directory.path, name), .notText) }
            for name in listing.hidden where name != ".git" && !takesHidden { addHidden(directory, name) }
            let names = takesHidden ? (listing.names + listing.hidden.filter { $0 != ".git" }).sorted() : listing.names
            waiting += try names.compactMap { try visit($0, in: directory) }.reversed()
        }
    }

    /// Takes a file, or answers with the directory to walk.
    private mutating func visit(_ name: String, in directory: Directory) throws -> Directory? {
        let path = Self.join(directory.path, name)
        let real = Self.join(directory.real, name)
        let kind = Self.kind(of: path)
        let isDirectory = kind == S_IFDIR
        guard isDirectory || isWanted(below(path)) else { return nil }
        guard isDirectory || kind == S_IFREG else {
            leftOut.add(path, .links)
            return nil
        }
        let shown = isDirectory ? path + "/" : path
        if directory.rules.exclude(real, isDirectory: isDirectory) {
            leftOut.add(shown, .ignored)
            return nil
        }
        if isDirectory, Self.toolDirectories.contains(name) {
            leftOut.add(shown, .tools)
            return nil
        }
        if isDirectory { return Directory(path: path, real: real, rules: directory.rules.entering(real)) }
        files.append(path)
        if files.count > limit {
            throw CommandFailure.usage(
                "there are more than \(limit) files below \(root)",
                nextStep: "name a smaller directory, or a pattern such as '\(root)/*.swift'"
            )
        }
        return nil
    }

    private mutating func addHidden(_ directory: Directory, _ name: String) {
        let path = Self.join(directory.path, name)
        let isDirectory = Self.kind(of: path) == S_IFDIR
        if isDirectory || isWanted(below(path)) { leftOut.add(isDirectory ? path + "/" : path, .hidden) }
    }

    /// The path below the root.
    private func below(_ path: String) -> String {
        root == "." ? path : root == "/" ? String(path.dropFirst()) : String(path.dropFirst(root.count + 1))
    }

    private static func join(_ directory: String, _ name: String) -> String {
        directory == "." ? name : directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
    }

    private static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
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
