internal import WaiterPlatform
internal import WaiterTerminal

/// Lists the files to scan in a directory.
///
/// In a git work tree, the list contains the tracked files and the untracked files that are not ignored. Outside of a
/// work tree, it contains all files except those in directories that belong to tools. Links are not followed, so cycles
/// cannot occur.
package struct ScanList: Sendable {
    /// Directories that belong to tools and contain third-party files.
    private static let toolDirectories = [".git", "node_modules", ".build"].map { Array($0.utf8) }

    package private(set) var files: [ScanPath] = []
    /// The directories that could not be listed and the reason for each.
    package private(set) var failures: [(path: ScanPath, reason: String)] = []
    /// Notices about directories that git could not list.
    package private(set) var notices: [String] = []

    private let git: Git
    private let asksGit: Bool

    /// Creates an empty list.
    ///
    /// - Parameters:
    ///   - git: The interface to git.
    ///   - asksGit: Whether to omit files that git ignores.
    package init(git: Git, asksGit: Bool) {
        self.git = git
        self.asksGit = asksGit
    }

    /// Adds the files in a directory tree, in sorted order.
    ///
    /// - Throws: `CancellationError`.
    package mutating func add(directory: ScanPath) async throws {
        if asksGit, Git.isInWorkTree(directory), try await addFromGit(directory) { return }
        var pending = [directory]
        while let next = pending.popLast() {
            try Task.checkCancellation()
            if asksGit, next != directory, Git.hasRepository(next), try await addFromGit(next) { continue }
            let entries = list(next)
            files += entries.files.sorted()
            pending += entries.directories.sorted(by: >)
        }
    }

    /// Adds the files that git lists.
    ///
    /// Returns `false` if git lists no files, for example because it ignores the whole directory.
    private mutating func addFromGit(_ directory: ScanPath) async throws -> Bool {
        let names: [[UInt8]]
        do {
            names = try await git.files(in: directory)
        } catch let error as Git.Failure {
            notices.append("git cannot list \(directory.text) (\(error.reason)); ignored files are scanned as well")
            return false
        }
        for name in names {
            let path = directory.appending(name.last == UInt8(ascii: "/") ? name.dropLast() : name[...])
            switch Self.kind(of: path) {
            case S_IFREG: files.append(path)
            // The entry is a nested repository.
            case S_IFDIR: try await add(directory: path)
            default: break
            }
        }
        return !names.isEmpty
    }

    private mutating func list(_ directory: ScanPath) -> (files: [ScanPath], directories: [ScanPath]) {
        var found: (files: [ScanPath], directories: [ScanPath]) = ([], [])
        guard let handle = directory.withCString({ opendir($0) }) else {
            failures.append((directory, systemMessage(errno)))
            return found
        }
        defer { closedir(handle) }
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name == [0x2E] || name == [0x2E, 0x2E] { continue }
            let path = directory.appending(name)
            switch Self.kind(of: path) {
            case S_IFREG: found.files.append(path)
            case S_IFDIR where !Self.toolDirectories.contains(name): found.directories.append(path)
            default: break
            }
        }
        return found
    }

    /// Returns the file type without following links, or 0 if the file does not exist.
    private static func kind(of path: ScanPath) -> mode_t {
        var status = stat()
        return path.withCString { lstat($0, &status) } == 0 ? status.st_mode & S_IFMT : 0
    }
}
