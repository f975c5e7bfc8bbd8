import Testing
import Waiter
import WaiterCommands
import WaiterTerminal

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Scanning files")
struct KeyScanTests {
    private static let hasGit = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/git")
    }

    private let directory: KeyTestDirectory
    private let key: String
    private let environment: [String: String]

    init() throws {
        directory = try KeyTestDirectory()
        var mint = KeyMint(seed: 1)
        key = mint.github()
        environment = [
            "PATH": "/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin", "HOME": directory.path,
            "GIT_CONFIG_NOSYSTEM": "1",
        ]
    }

    private func scan(_ paths: [String], json: Bool = false, asksGit: Bool = true) async throws -> ScanReport {
        var scan = KeyScan(environment: environment, console: directory.console, writesJSON: json)
        try await scan.scan(paths: paths.map { "\(directory.path)/\($0)" }, asksGit: asksGit)
        return scan.report
    }

    /// The paths of the findings, within the test's directory.
    private func places(_ report: ScanReport) -> [String] {
        report.findings.map { String($0.path.dropFirst(directory.path.count + 1)) }
    }

    private func git(_ arguments: String...) async throws {
        let outcome = try await ChildProcess(
            "git",
            ["-C", directory.path + "/repo", "-c", "user.name=t", "-c", "user.email=t@example.org"] + arguments,
            environment: environment
        ).run(outputLimit: 1 << 20)
        try #require(outcome.succeeded, "\(outcome.errors)")
    }

    @Test("A directory is scanned without tool directories, links and binary files")
    func walk() async throws {
        for name in ["tree/b", "tree/a/deep/c", "tree/node_modules/x", "tree/.build/x", "tree/.hidden"] {
            try directory.file(name, "k = \(key)\n")
        }
        try directory.file("tree/binary", "\u{0} k = \(key)\n")
        try directory.link("tree/loop", to: ".")
        try directory.link("tree/file", to: "b")
        try directory.link("tree/nowhere", to: "nowhere")
        let report = try await scan(["tree"])
        #expect(places(report) == ["tree/.hidden", "tree/b", "tree/a/deep/c"])
        #expect(report.binaries == 1)
        #expect(report.status == .failure)
        #expect(directory.output.contains("/tree/b:1: github ...\(key.suffix(4))\n"))
        #expect(!directory.output.contains(key))
    }

    @Test("A named file is read through links; a missing one is reported and exits with 2")
    func named() async throws {
        try directory.file("a", "k = \(key)\n")
        try directory.link("link", to: "a")
        try directory.link("loop", to: "loop")
        #expect(places(try await scan(["link"])) == ["link"])
        let report = try await scan(["missing", "loop"])
        #expect(report.status == .usage)
        #expect(report.unread == 2)
        #expect(directory.errors.contains("/missing (No such file or directory)"))
        #expect(try await scan(["missing", "a"]).status == .failure)
    }

    @Test("JSON is a list, with nothing else on standard output")
    func json() async throws {
        try directory.file("a", "x\n  k = \(key)\n")
        let report = try await scan(["a"], json: true)
        #expect(directory.output.isEmpty)
        #expect(report.json.prettyJSONText.contains("\"line\": 2"))
        #expect(report.json.prettyJSONText.contains("\"column\": 7"))
        #expect(!report.json.prettyJSONText.contains(key))
        #expect(ScanReport().json.prettyJSONText == "[]")
    }

    @Test("In a git work tree, tracked and non-ignored files are scanned", .enabled(if: hasGit))
    func workTree() async throws {
        for name in ["tracked", "new", "ignored", "out/x", "nested/y"] { try directory.file("repo/\(name)", key) }
        try directory.file("repo/.gitignore", "ignored\nout/\n")
        try await git("init", "-q")
        try await git("add", "tracked")
        try directory.file("repo/nested/.git/HEAD", "no repository")
        #expect(places(try await scan(["repo"])).sorted() == ["repo/nested/y", "repo/new", "repo/tracked"])
        #expect(places(try await scan(["repo"], asksGit: false)).contains("repo/ignored"))
        #expect(places(try await scan(["repo/out"])) == ["repo/out/x"], "a directory that is named is scanned")
        #expect(places(try await scan(["repo/ignored"])) == ["repo/ignored"], "a file that is named is scanned")
    }

    @Test("Staged content is scanned, not the current files", .enabled(if: hasGit))
    func staged() async throws {
        try directory.file("repo/old", key)
        try directory.file("repo/gone", "k = \(key)")
        try await git("init", "-q")
        try await git("add", ".")
        try await git("commit", "-qm", "one")
        try directory.file("repo/sub dir/ü\n.txt", "1\n2\n\(key)")
        try directory.file("repo/unstaged", key)
        try directory.file("repo/binary", "\u{0}" + key)
        try directory.link("repo/link", to: "old")
        try await git("rm", "-q", "gone")
        try await git("add", "sub dir", "link", "binary")
        try directory.file("repo/sub dir/ü\n.txt", "clean")
        var scan = KeyScan(
            environment: environment.merging(["GIT_DIR": directory.path + "/repo/.git"]) { $1 },
            console: directory.console,
            writesJSON: false
        )
        try await scan.scanStaged([])
        #expect(scan.report.findings.map(\.path) == ["sub dir/ü\n.txt"])
        #expect(scan.report.findings.map(\.line) == [3])
        #expect(scan.report.binaries == 1)
        #expect(directory.output == "sub dir/ü .txt:3: github ...\(key.suffix(4))\n", "a name cannot forge a line")
    }

    @Test("The file system monitor of an untrusted repository is not run", .enabled(if: hasGit))
    func noForeignPrograms() async throws {
        try directory.file("repo/a", key)
        try await git("init", "-q")
        try await git("config", "core.fsmonitor", "touch \(directory.path)/run; false")
        #expect(places(try await scan(["repo"])) == ["repo/a"])
        #expect(directory.mode("run") == 0)
    }

    @Test("The histories of bash, zsh and fish are found and scanned, also with zero bytes")
    func histories() throws {
        try directory.file(".bash_history", "ls\u{0}\nexport A=\(key)\n")
        try directory.file("zsh/.zsh_history", ": 1700000000:0;curl -H 'x: \(key)'\n")
        try directory.file(".local/share/fish/fish_history", "- cmd: set -x A \(key)\n  when: 1700000000\n")
        try directory.file("own", key)
        var environment = environment
        environment["ZDOTDIR"] = directory.path + "/zsh"
        environment["HISTFILE"] = directory.path + "/own"
        let files = ShellHistory.files(environment: environment)
        #expect(files.count == 4)
        var scan = KeyScan(environment: environment, console: directory.console, writesJSON: false)
        try scan.scan(histories: files)
        #expect(scan.report.findings.count == 4)
        #expect(Set(scan.report.findings.map(\.line)) == [1, 2])
    }
}
