internal import WaiterPlatform
package import WaiterTerminal

/// A single run of `waiter keys scan`.
package struct KeyScan: Sendable {
    /// The maximum amount of staged content, in bytes, to request from git at once.
    private static let batchBytes: Int64 = 64 << 20

    private let git: Git
    private let console: Console
    private let writesJSON: Bool
    private var progress: ScanProgress
    package private(set) var report = ScanReport()

    package init(
        environment: [String: String],
        console: Console,
        clock: CommandClock = .system,
        writesJSON: Bool
    ) {
        git = Git(environment: environment)
        self.console = console
        self.writesJSON = writesJSON
        progress = ScanProgress(console, clock)
    }

    /// Scans files and directory trees. `-` represents standard input.
    ///
    /// - Parameters:
    ///   - paths: The paths of files and directories.
    ///   - asksGit: Whether to skip files that git ignores when scanning a directory.
    /// - Throws: `StandardStream.Failure`, `CancellationError`, `CommandFailure`.
    package mutating func scan(paths: [String], asksGit: Bool) async throws {
        for path in paths {
            if path == "-" {
                try scan(try StandardInput.readAll { console.notice("waiter: waiting for standard input") }, "-")
            } else if Self.isDirectory(path) {
                try await scan(directory: ScanPath(path), asksGit: asksGit)
            } else {
                try scan(file: ScanPath(path), isNamed: true)
            }
        }
    }

    private mutating func scan(directory: ScanPath, asksGit: Bool) async throws {
        var list = ScanList(git: git, asksGit: asksGit)
        progress.start("listing \(directory.text)")
        try await list.add(directory: directory)
        for notice in list.notices { console.notice("waiter: \(TerminalText.line(notice))") }
        for failure in list.failures { complain(failure.path, failure.reason) }
        for (number, file) in list.files.enumerated() {
            try Task.checkCancellation()
            progress.show(number, of: list.files.count)
            try scan(file: file, isNamed: false)
        }
    }

    /// Scans shell history files.
    ///
    /// - Throws: `StandardStream.Failure`, `CancellationError`.
    package mutating func scan(histories: [ScanPath]) throws {
        for file in histories {
            try Task.checkCancellation()
            // A crash can leave zero bytes in a history file.
            try scan(file: file, isNamed: true, takesBinary: true)
        }
    }

    /// Scans the contents that the next commit adds or changes.
    ///
    /// - Throws: `CommandFailure`, `StandardStream.Failure`, `CancellationError`.
    package mutating func scanStaged(_ paths: [String]) async throws {
        do {
            let files = try await git.stagedFiles(paths)
            let sizes = try await git.sizes(of: files.map(\.object))
            var batch: [(file: Git.StagedFile, size: Int64)] = []
            var batchSize: Int64 = 0
            for (file, size) in zip(files, sizes) {
                if size > FileContent.limit {
                    complain(file.path, Self.tooLarge(size))
                    continue
                }
                if batchSize + size > Self.batchBytes {
                    try await scanStaged(&batch)
                    batchSize = 0
                }
                batch.append((file, size))
                batchSize += size
            }
            try await scanStaged(&batch)
        } catch let error as Git.Failure {
            guard git.hasRepository else { throw CommandFailure.usage("this directory is not in a git repository") }
            throw CommandFailure.usage("cannot list the staged files (\(error.reason))")
        }
    }

    private mutating func scanStaged(_ batch: inout [(file: Git.StagedFile, size: Int64)]) async throws {
        let contents = try await git.contents(of: batch.map(\.file.object), sizes: batch.map(\.size))
        for (entry, content) in zip(batch, contents) {
            if FileContent.isBinary(content) {
                report.binaries += 1
            } else {
                try scan(content, entry.file.path.text)
            }
        }
        batch = []
    }

    // MARK: One file

    private mutating func scan(file: ScanPath, isNamed: Bool, takesBinary: Bool = false) throws {
        switch FileContent.read(file, isNamed: isNamed, takesBinary: takesBinary) {
        case .bytes(let bytes): try scan(bytes, file.text)
        case .binary: report.binaries += 1
        case .nothing: break
        case .tooLarge(let size): complain(file, Self.tooLarge(size))
        case .unreadable(let reason): complain(file, reason)
        }
    }

    private mutating func scan(_ bytes: [UInt8], _ path: String) throws {
        report.files += 1
        report.bytes += Int64(bytes.count)
        let findings = bytes.withUnsafeBufferPointer { KeyFinding.all(in: $0, path: path) }
        guard !findings.isEmpty else { return }
        report.findings += findings
        if writesJSON { return }
        progress.end()
        try console.write(findings.map { $0.text + "\n" }.joined())
    }

    private mutating func complain(_ path: ScanPath, _ reason: String) {
        report.unread += 1
        console.say(TerminalText.line("waiter: cannot scan \(path.text) (\(reason))"))
    }

    private static func tooLarge(_ size: Int64) -> String {
        "\(ByteCount.formatted(size)), more than \(ByteCount.formatted(Int64(FileContent.limit)))"
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
