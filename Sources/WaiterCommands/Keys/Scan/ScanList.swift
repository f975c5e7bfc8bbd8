internal import WaiterPlatform
internal import WaiterTerminal

/// Lists the files that a scan of a directory is about.
///
/// In a git work tree those are the tracked ones and those that git does not ignore; elsewhere all, but for what tools
/// keep in directories of their own. Links are not followed, so that no loop is walked.
package struct ScanList: Sendable {
    /// Directories of tools, which hold what others have written.
    private static let toolDirectories = [".git", "node_modules", ".build"].map { Array($0.utf8) }

    package private(set) var files: [ScanPath] = []
    /// Directories that could not be listed, and why.
    package private(set) var failures: [(path: ScanPath, reason: String)] = []
    /// What git could not list although it should have.
    package private(set) var notices: [String] = []

    private let git: Git
    private let asksGit: Bool

    /// - Parameter asksGit: Whether files that git ignores are left out.
    package init(git: Git, asksGit: Bool) {
        self.git = git
        self.asksGit = asksGit
    }

    /// Adds the files under a directory, in order.
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

    /// Adds what git lists; false when it lists nothing, as in a directory that is ignored as a whole.
    private mutating func addFromGit(_ directory: ScanPath) async throws -> Bool {
        let names: [[UInt8]]
        do {
            names = try await git.files(in: directory)
        } catch let error as Git.Failure {
            notices.append("git cannot list \(directory.text) (\(error.reason)): files it ignores are scanned as well")
            return false
        }
        for name in names {
            let path = directory.appending(name.last == UInt8(ascii: "/") ? name.dropLast() : name[...])
            switch Self.kind(of: path) {
            case S_IFREG: files.append(path)
            // A repository in the repository.
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

    /// The kind of what is there itself, links not followed; 0 for nothing.
    private static func kind(of path: ScanPath) -> mode_t {
        var status = stat()
        return path.withCString { lstat($0, &status) } == 0 ? status.st_mode & S_IFMT : 0
    }
}
