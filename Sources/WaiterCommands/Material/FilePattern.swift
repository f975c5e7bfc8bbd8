internal import WaiterPlatform

/// A glob pattern given with `-f`, such as `src/*.swift` or `src/**/*.swift`.
struct FilePattern {
    private(set) var files: [String] = []
    private(set) var leftOut = LeftOut()

    /// Returns whether a name contains wildcard characters.
    static func isPattern(_ name: String) -> Bool { name.contains { "*?[".contains($0) } }

    /// Finds the files that a pattern matches, in sorted order.
    ///
    /// - Throws: `CommandFailure` if the limit is exceeded or a directory cannot be read, or `CancellationError`.
    init(_ pattern: String, limit: Int) throws {
        let components = pattern.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        if components.contains("**") {
            try walk(components, isAbsolute: pattern.hasPrefix("/"), limit: limit)
        } else {
            expand(pattern)
        }
    }

    /// Walks the directory tree for a pattern with `**`, which matches any number of directories.
    private mutating func walk(_ components: [String], isAbsolute: Bool, limit: Int) throws {
        let fixed = components.prefix { !Self.isPattern($0) }
        let base = (isAbsolute ? "/" : "") + fixed.joined(separator: "/")
        let root = base.isEmpty ? "." : base
        var status = stat()
        guard stat(root, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return }
        let rest = components.dropFirst(fixed.count)
        let glob = PathGlob(rest.joined(separator: "/").utf8)
        let found = try DirectoryWalk(
            below: root,
            limit: limit,
            takesHidden: rest.contains { $0.hasPrefix(".") },
            isWanted: { glob.matches($0.utf8) }
        )
        (files, leftOut) = (found.files, found.leftOut)
    }

    /// Expands a pattern component by component, as a shell does.
    private mutating func expand(_ pattern: String) {
        var result = glob_t()
        defer { globfree(&result) }
        let found = glob(pattern, GLOB_MARK, nil, &result) == 0 ? Int(result.gl_pathc) : 0
        for place in 0..<found {
            guard let pointer = result.gl_pathv[place] else { continue }
            // Paths are strings, so names that are not UTF-8 cannot be represented.
            guard let path = String(validatingCString: pointer) else {
                leftOut.add(String(cString: pointer), .notText)
                continue
            }
            // The names of directories end with a slash. A directory is included only if its name is given without a
            // pattern.
            if path.hasSuffix("/") { leftOut.add(path, .directories) } else { files.append(path) }
        }
    }
}
