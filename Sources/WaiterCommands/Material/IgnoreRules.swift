internal import WaiterPlatform

/// The ignore rules that apply to a directory. They come from the `.gitignore` files in the directory and its parents,
/// and from `.git/info/exclude`.
struct IgnoreRules: Sendable {
    private struct Level: Sendable {
        /// The path of the directory, with a trailing slash.
        var directory: [UInt8]
        var patterns: [IgnorePattern]
    }

    private var levels: [Level] = []

    /// Loads the rules for a directory. If the directory is in a repository, the rules include those of the repository.
    ///
    /// - Parameter directory: An absolute path without links.
    init(for directory: String) {
        guard let top = Self.repository(of: directory) else {
            add(directory, [Self.patterns(directory + "/.gitignore")])
            return
        }
        add(top, [Self.patterns(Self.excludeFile(of: top)), Self.patterns(top + "/.gitignore")])
        var path = top
        for name in directory.dropFirst(top.count).split(separator: "/") {
            path += (path.hasSuffix("/") ? "" : "/") + name
            add(path, [Self.patterns(path + "/.gitignore")])
        }
    }

    /// Returns the rules for a subdirectory.
    func entering(_ directory: String) -> IgnoreRules {
        // A nested repository has its own rules.
        if access(directory + "/.git", F_OK) == 0 { return IgnoreRules(for: directory) }
        var rules = self
        rules.add(directory, [Self.patterns(directory + "/.gitignore")])
        return rules
    }

    /// Returns whether a path is excluded.
    ///
    /// The last matching pattern in the closest directory takes precedence.
    func exclude(_ path: String, isDirectory: Bool) -> Bool {
        let path = Array(path.utf8)
        for level in levels.reversed() where path.starts(with: level.directory) {
            let rest = path[level.directory.count...]
            if let pattern = level.patterns.last(where: { $0.matches(rest, isDirectory: isDirectory) }) {
                return !pattern.isNegated
            }
        }
        return false
    }

    private mutating func add(_ directory: String, _ lists: [[IgnorePattern]]) {
        let patterns = lists.flatMap { $0 }
        guard !patterns.isEmpty else { return }
        levels.append(
            Level(directory: Array((directory.hasSuffix("/") ? directory : directory + "/").utf8), patterns: patterns)
        )
    }

    private static func patterns(_ path: String) -> [IgnorePattern] {
        guard let bytes = contents(path) else { return [] }
        return IgnorePattern.all(in: bytes)
    }

    /// Reads a regular file. Other files, such as a pipe that would block the walk, are not read.
    private static func contents(_ path: String) -> [UInt8]? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return (try? TextFile.read(path, limit: 1 << 20))?.bytes
    }

    // MARK: Repositories

    /// Returns the root of the work tree that contains a directory.
    private static func repository(of directory: String) -> String? {
        var path = directory
        while true {
            if access(path + "/.git", F_OK) == 0 { return path }
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return nil }
            path = String(path[..<slash])
        }
    }

    /// Returns the path of `info/exclude` for a work tree. The `.git` of a work tree can be a file that refers to the
    /// repository.
    private static func excludeFile(of top: String) -> String {
        let own = top + "/.git"
        guard let line = firstLine(own), line.hasPrefix("gitdir: ") else { return own + "/info/exclude" }
        let directory = absolute(String(line.dropFirst(8)), from: top)
        let common = firstLine(directory + "/commondir").map { absolute($0, from: directory) } ?? directory
        return common + "/info/exclude"
    }

    private static func firstLine(_ path: String) -> String? {
        contents(path).flatMap { bytes in
            String(validating: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
        }
    }

    private static func absolute(_ path: String, from directory: String) -> String {
        path.hasPrefix("/") ? path : directory + "/" + path
    }
}
