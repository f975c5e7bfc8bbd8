internal import WaiterLocal
internal import WaiterPlatform
internal import WaiterTerminal

/// Queries git for files without running any of the programs that the repository's configuration specifies.
///
/// A repository's configuration can specify programs for most git operations. The three commands that Waiter uses do
/// not filter or convert content, start a pager, sign anything, or create commits. All other operations that could run
/// a program are disabled: the file system monitor, hooks, external diffs, and the fetching of missing objects in a
/// partial clone, which runs the remote's transport program. Two environment variables disable fetching. Versions of
/// git before 2.45, except for maintenance releases, support only the second variable. Git 2.40 and later download
/// bundles before they check the protocol, so credential helpers are also disabled. If a command blocks on a pipe that
/// has no writer, it is terminated when its time limit expires.
package struct Git: Sendable {
    /// The failure of a git command.
    package struct Failure: Error, Sendable {
        package var reason: String
    }

    /// A file in the index.
    package struct StagedFile: Sendable, Hashable {
        package var path: ScanPath
        /// The object ID of its content.
        package var object: String
    }

    private static let outputLimit = 1 << 30

    private let environment: [String: String]

    /// The time limit of one command.
    package var timeLimit: Duration = .seconds(120)

    package init(environment: [String: String]) {
        let own = environment.keys.filter { Self.variables.contains($0) }
        let basic = ChildEnvironment.basic(environment, adding: Set(own))
        self.environment = GitSettings.harmless(of: environment).reduce(into: basic) { $0[$1.key] = $1.value }.merging([
            "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat",
            "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none",
            "GIT_ASKPASS": "/bin/false",
        ]) { $1 }
    }

    /// The environment variables that hooks and users set to select a repository and its configuration.
    private static let variables: Set<String> = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH", "GIT_NAMESPACE", "GIT_CEILING_DIRECTORIES",
        "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM",
        "GIT_EXEC_PATH",
    ]

    /// The options before each subcommand, which override the configuration of a repository.
    private static let precautions = [
        "--no-pager",
        // With this option, git returns the objects that will be committed, and not their replacements.
        "--no-replace-objects",
        "-c", "core.fsmonitor=false",
        "-c", "core.hooksPath=/dev/null",
        "-c", "fetch.bundleURI=",
        "-c", "http.proxy=",
        "-c", "http.sslCertPasswordProtected=false",
        // An empty name clears the list of earlier helpers.
        "-c", "credential.helper=",
        "-c", "core.askPass=",
        // A repository can contain a directory that only looks like a bare repository.
        "-c", "safe.bareRepository=explicit",
    ]

    /// Returns the tracked files in a directory, and the untracked files that are not ignored.
    ///
    /// - Throws: `Failure`, `CancellationError`.
    package func files(in directory: ScanPath) async throws -> [[UInt8]] {
        guard let name = String(validating: directory.bytes, as: UTF8.self) else {
            throw Failure(reason: "its name is not UTF-8")
        }
        // In a hook, these variables refer to the hook's repository.
        let hooked = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"]
        let environment = environment.filter { !hooked.contains($0.key) }
        let output = try await run(
            // The user's list of ignored files is used instead of the list that the repository's configuration
            // specifies. The repository's list could be a pipe, or it could exclude files from the scan.
            ["-c", "core.excludesFile=\(await userExcludes(environment))"]
                + ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            in: name,
            environment: environment
        )
        var last: [UInt8] = []
        return output.split(separator: 0).compactMap { name in
            // A file that has conflicts is listed up to three times.
            defer { last = Array(name) }
            return last.elementsEqual(name) ? nil : Array(name)
        }
    }

    /// Returns the path of the user's own list of ignored files, as configured outside of any repository.
    private func userExcludes(_ environment: [String: String]) async -> String {
        let arguments = ["config", "--type=path", "--get", "core.excludesFile"]
        if let output = try? await run(arguments, in: "/", environment: environment),
            let line = output.split(separator: 0x0A).first
        {
            return String(decoding: line, as: UTF8.self)
        }
        let configured = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        let directory = configured ?? environment["HOME"].map { $0 + "/.config" }
        return directory.map { $0 + "/git/ignore" } ?? "/dev/null"
    }

    /// Returns the files that the next commit adds or changes.
    ///
    /// - Throws: `Failure`, `CancellationError`.
    package func stagedFiles(_ paths: [String]) async throws -> [StagedFile] {
        let output = try await run(
            [
                "diff", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv",
                "--no-color", "--no-relative", "--ignore-submodules=all", "--diff-filter=ACMT", "--",
            ] + paths
        )
        let fields = output.split(separator: 0)
        return stride(from: 0, to: fields.count - 1, by: 2).compactMap { index in
            // Each entry has the format `:100644 100644 <object before> <object after> M` and is followed by the path.
            let words = fields[index].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            guard words.count == 5, words[1].hasPrefix("100") else { return nil }
            return StagedFile(path: ScanPath(fields[index + 1]), object: words[3])
        }
    }

    /// Returns the sizes of objects.
    ///
    /// - Throws: `Failure`, `CancellationError`.
    package func sizes(of objects: [String]) async throws -> [Int64] {
        if objects.isEmpty { return [] }
        let output = try await run(
            ["cat-file", "--batch-check=%(objectsize)"],
            input: Self.lines(objects)
        )
        let sizes = output.split(separator: 0x0A).map { Int64(String(decoding: $0, as: UTF8.self)) }
        guard sizes.count == objects.count else { throw Failure(reason: "objects are missing") }
        return try sizes.map { size in
            guard let size else { throw Failure(reason: "objects are missing") }
            return size
        }
    }

    /// Returns the contents of objects with known sizes.
    ///
    /// - Throws: `Failure`, `CancellationError`.
    package func contents(of objects: [String], sizes: [Int64]) async throws -> [[UInt8]] {
        if objects.isEmpty { return [] }
        let output = try await run(["cat-file", "--batch"], input: Self.lines(objects))
        var contents: [[UInt8]] = []
        var position = 0
        for size in sizes.map({ Int($0) }) {
            // Each object is printed as `<object> blob <size>`, a line feed, the content, and another line feed.
            guard let lineEnd = output[position...].firstIndex(of: 0x0A), lineEnd + size + 1 < output.count else {
                throw Failure(reason: "objects are missing")
            }
            contents.append(Array(output[lineEnd + 1..<lineEnd + 1 + size]))
            position = lineEnd + size + 2
        }
        return contents
    }

    private static func lines(_ words: [String]) -> [UInt8] {
        words.flatMap { Array($0.utf8) + [0x0A] }
    }

    private func run(
        _ arguments: [String],
        in directory: String? = nil,
        input: [UInt8] = [],
        environment: [String: String]? = nil
    ) async throws -> [UInt8] {
        var git = ChildProcess(
            "git",
            Self.precautions + arguments,
            environment: environment ?? self.environment,
            directory: directory
        )
        git.timeLimit = timeLimit
        do {
            let outcome = try await git.run(input: input, outputLimit: Self.outputLimit)
            if outcome.succeeded { return outcome.output }
            let line = outcome.errors.split(whereSeparator: \.isNewline).first.map(String.init) ?? "git failed"
            throw Failure(reason: TerminalText.line(line.hasPrefix("fatal: ") ? String(line.dropFirst(7)) : line))
        } catch let error as ChildProcess.Failure {
            switch error {
            case .notFound: throw Failure(reason: "git is not installed")
            case .timedOut: throw Failure(reason: "timed out after \(timeLimit.components.seconds) s")
            case .tooMuchOutput: throw Failure(reason: "its output is too long")
            case .failed(let reason): throw Failure(reason: reason)
            }
        }
    }

    // MARK: Repositories

    /// Whether the current directory is in a repository, or `GIT_DIR` refers to a repository. Git sets `GIT_DIR` when
    /// it runs a hook.
    package var hasRepository: Bool {
        environment["GIT_DIR"] != nil || Self.isInWorkTree(ScanPath("."))
    }

    /// Returns whether the directory or one of its parents contains a repository.
    package static func isInWorkTree(_ directory: ScanPath) -> Bool {
        guard let real = directory.withCString({ realpath($0, nil) }) else { return false }
        defer { free(real) }
        var path = ScanPath(String(cString: real))
        while true {
            if hasRepository(path) { return true }
            guard let slash = path.bytes.lastIndex(of: UInt8(ascii: "/")), path.bytes.count > 1 else { return false }
            path = ScanPath(path.bytes[..<max(slash, 1)])
        }
    }

    /// Returns whether the directory itself contains a repository, or a `.git` file that refers to one.
    package static func hasRepository(_ directory: ScanPath) -> Bool {
        directory.appending(".git".utf8).withCString { access($0, F_OK) } == 0
    }
}
