import Testing
import Waiter
import WaiterCommands
import WaiterPlatform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A way in which the configuration of a repository makes git run a program.
struct ForeignProgram: Sendable, CustomTestStringConvertible {
    /// The setting, as in git's documentation.
    var testDescription: String
    /// The arguments for `git config`; MARK stands for a program that leaves a mark when it runs.
    var settings: [(name: String, value: String)] = []
    /// Additional files of the repository.
    var files: [String: String] = [:]
    /// Whether an unrestricted git runs it during a scan, so that the test would detect a missing precaution.
    var isLive = false

    /// The program that a partial clone runs to fetch missing objects.
    private static func transport(_ name: String, _ url: String, _ more: (String, String)...) -> ForeignProgram {
        ForeignProgram(testDescription: name, settings: [("remote.origin.url", url)] + more, isLive: true)
    }

    static let all: [ForeignProgram] =
        [
            transport("core.sshCommand", "ssh://host.invalid/x", ("core.sshCommand", "MARK")),
            transport("core.gitProxy", "git://host.invalid/x", ("core.gitProxy", "MARK")),
            transport("remote.uploadpack", "file:///", ("remote.origin.uploadpack", "MARK")),
            transport("protocol.ext.allow", "ext::MARK", ("protocol.ext.allow", "always")),
            transport(
                "url.insteadOf",
                "https://host.invalid/x",
                ("url.ext::MARK .insteadOf", "https://host.invalid/"),
                ("protocol.ext.allow", "always")
            ),
            ForeignProgram(testDescription: "core.fsmonitor", settings: [("core.fsmonitor", "MARK")], isLive: true),
            ForeignProgram(
                testDescription: "include.path",
                settings: [("include.path", "../more")],
                files: ["more": "[core]\n\tfsmonitor = MARK\n\tsshCommand = MARK\n"],
                isLive: true
            ),
            ForeignProgram(
                testDescription: "includeIf",
                settings: [("includeIf.gitdir:/.path", "../more")],
                files: ["more": "[core]\n\tfsmonitor = MARK\n"],
                isLive: true
            ),
            ForeignProgram(
                testDescription: "extensions.worktreeConfig",
                settings: [("extensions.worktreeConfig", "true")],
                files: [".git/config.worktree": "[core]\n\tfsmonitor = MARK\n"],
                isLive: true
            ),
            ForeignProgram(testDescription: "core.hooksPath", settings: [("core.hooksPath", "hooks")]),
            ForeignProgram(
                testDescription: "filter",
                settings: [
                    ("filter.x.clean", "MARK"), ("filter.x.smudge", "MARK"), ("filter.x.process", "MARK"),
                    ("filter.x.required", "true"),
                ],
                files: [".gitattributes": "* filter=x\n"]
            ),
            ForeignProgram(
                testDescription: "diff.textconv",
                settings: [("diff.x.textconv", "MARK"), ("diff.x.cachetextconv", "true")],
                files: [".gitattributes": "* diff=x\n"]
            ),
            ForeignProgram(
                testDescription: "diff.command",
                settings: [("diff.x.command", "MARK"), ("diff.external", "MARK")],
                files: [".gitattributes": "* diff=x\n"]
            ),
            ForeignProgram(
                testDescription: "merge.driver",
                settings: [("merge.x.driver", "MARK"), ("merge.tool", "x"), ("mergetool.x.cmd", "MARK")],
                files: [".gitattributes": "* merge=x\n"]
            ),
        ] + harmless

    /// Settings that name programs for operations that a scan never performs.
    private static let harmless = [
        [("core.pager", "MARK"), ("pager.ls-files", "MARK"), ("pager.diff", "MARK"), ("pager.cat-file", "MARK")],
        [("alias.ls-files", "!MARK"), ("alias.diff", "!MARK"), ("alias.cat-file", "!MARK")],
        [("credential.helper", "!MARK"), ("core.askPass", "MARK"), ("remote.origin.url", "https://host.invalid/x")],
        [("gpg.program", "MARK"), ("gpg.ssh.program", "MARK"), ("log.showSignature", "true")],
        [("core.editor", "MARK"), ("sequence.editor", "MARK"), ("core.alternateRefsCommand", "MARK")],
        [("remote.origin.vcs", "MARK"), ("remote.origin.receivepack", "MARK")],
        [("trailer.x.command", "MARK"), ("trailer.x.cmd", "MARK"), ("interactive.diffFilter", "MARK")],
        [
            ("uploadpack.packObjectsHook", "MARK"), ("man.viewer", "x"), ("man.x.cmd", "MARK"),
            ("browser.x.cmd", "MARK"),
        ],
        [("diff.ignoreSubmodules", "none"), ("status.submoduleSummary", "true"), ("submodule.recurse", "true")],
    ].map { ForeignProgram(testDescription: $0.map(\.0).joined(separator: ", "), settings: $0) }
}

private let hasGit = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/git")
}

@Suite("Programs in a repository's configuration", .enabled(if: hasGit))
struct GitProgramTests {
    private let directory: KeyTestDirectory
    private let key: String
    private let environment: [String: String]
    private var repository: String { directory.path + "/repo" }

    init() throws {
        directory = try KeyTestDirectory()
        var mint = KeyMint(seed: 2)
        key = mint.github()
        environment = [
            "PATH": "/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin", "HOME": directory.path,
            "GIT_CONFIG_NOSYSTEM": "1",
        ]
        try directory.file("mark", "#!/bin/sh\necho \"$0 $*\" >>'\(directory.path)/marks'\nexit 1\n", mode: 0o700)
    }

    @discardableResult
    private func git(_ arguments: [String], input: String = "", mayFail: Bool = false) async throws -> String {
        let outcome = try await ChildProcess(
            "git",
            ["-C", repository, "-c", "user.name=t", "-c", "user.email=t@example.org"] + arguments,
            environment: environment
        ).run(input: Array(input.utf8), outputLimit: 1 << 20)
        try #require(outcome.succeeded || mayFail, "\(arguments) \(outcome.errors)")
        return String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    }

    private func marked(_ text: String) -> String { text.replacing("MARK", with: "\(directory.path)/mark") }

    private func removeObject(_ name: String) throws {
        try FileManager.default.removeItem(atPath: "\(repository)/.git/objects/\(name.prefix(2))/\(name.dropFirst(2))")
    }

    /// A partial clone without a staged file and without an ignore file, both of which git would fetch on demand.
    private func makeRepository(_ program: ForeignProgram) async throws -> (missing: String, found: String) {
        try directory.file("repo/old", "clean\n")
        try directory.file("repo/.gitignore", "*.o\n")
        for (name, text) in program.files where !name.hasPrefix(".git/") {
            try directory.file("repo/\(name)", marked(text))
        }
        for hook in [
            "post-index-change", "query-watchman", "fsmonitor-watchman", "reference-transaction", "pre-commit",
        ] {
            try directory.file("repo/hooks/\(hook)", marked("#!/bin/sh\nexec MARK hook \(hook)\n"), mode: 0o700)
        }
        try await git(["init", "-q"])
        try await git(["add", "."])
        try await git(["commit", "-qm", "one"])
        try directory.file("repo/found", "k = \(key)\n")
        try directory.file("repo/lacking", "k = \(key)\n\n")
        try await git(["add", "found", "lacking"])
        let missing = try await git(["rev-parse", ":lacking"])
        let ignored = try await git(["rev-parse", ":.gitignore"])
        let found = try await git(["rev-parse", ":found"])
        try await git(["update-index", "--skip-worktree", ".gitignore"])
        try FileManager.default.removeItem(atPath: "\(repository)/.gitignore")
        for hook in try FileManager.default.contentsOfDirectory(atPath: repository + "/hooks") {
            try directory.file("repo/.git/hooks/\(hook)", marked("#!/bin/sh\nexec MARK hook \(hook)\n"), mode: 0o700)
        }
        for object in [missing, ignored] { try removeObject(object) }
        try directory.file("repo/untracked", "k = \(key)\n")
        let clone = [
            ("core.repositoryformatversion", "1"), ("extensions.partialClone", "origin"),
            ("remote.origin.promisor", "true"), ("remote.origin.url", "ssh://host.invalid/x"),
        ]
        for (name, value) in clone + program.settings { try await git(["config", marked(name), marked(value)]) }
        for (name, text) in program.files where name.hasPrefix(".git/") {
            try directory.file("repo/\(name)", marked(text))
        }
        return (missing, found)
    }

    private var marks: String { directory.text("marks") }

    @Test("A scan of the directory or of staged changes runs none of them", arguments: ForeignProgram.all)
    func noForeignProgram(_ program: ForeignProgram) async throws {
        let (missing, found) = try await makeRepository(program)
        try? FileManager.default.removeItem(atPath: directory.path + "/marks")
        var scan = KeyScan(environment: environment, console: directory.console, writesJSON: false)
        try await scan.scan(paths: [repository], asksGit: true)
        let names = Set(scan.report.findings.map { $0.path.split(separator: "/").last.map(String.init) ?? "" })
        #expect(names.isSuperset(of: ["found", "lacking", "untracked"]))
        #expect(marks == "")

        let staged = environment.merging(["GIT_DIR": repository + "/.git", "GIT_WORK_TREE": repository]) { $1 }
        var stagedScan = KeyScan(environment: staged, console: directory.console, writesJSON: false)
        let failure = await commandFailure { try await stagedScan.scanStaged([]) }
        #expect(
            failure?.what.contains("cannot list the staged files") == true,
            "an object is missing, and is not fetched"
        )
        #expect(marks == "")
        let git = Git(environment: staged)
        #expect(try await git.stagedFiles([]).map(\.object).contains(missing))
        #expect(try await git.contents(of: [found], sizes: git.sizes(of: [found])).count == 1)
        #expect(marks == "")

        guard program.isLive else { return }
        // An unrestricted git with the same queries: only the precautions prevent it.
        try await self.git(["ls-files", "--cached", "--others", "--exclude-standard"], mayFail: true)
        try await self.git(["cat-file", "--batch-check"], input: missing + "\n", mayFail: true)
        #expect(marks != "", "the test would not detect it")
    }

    @Test("A bare repository within a repository is only a directory")
    func embeddedRepository() async throws {
        try directory.file("repo/sub/x", "k = \(key)\n")
        try await git(["init", "-q"])
        for name in ["HEAD", "config"] {
            try directory.file(
                "repo/sub/\(name)",
                name == "HEAD"
                    ? "ref: refs/heads/main\n" : marked("[core]\n\tbare = false\n\tworktree = .\n\tfsmonitor = MARK\n")
            )
        }
        for name in ["objects/x", "refs/x"] { try directory.file("repo/sub/\(name)", "") }
        var scan = KeyScan(environment: environment, console: directory.console, writesJSON: false)
        try await scan.scan(paths: [repository + "/sub"], asksGit: true)
        #expect(scan.report.findings.count == 1)
        #expect(marks == "")
    }

    @Test(
        "If an older git downloads before it checks the protocol, no credential program is run",
        arguments: [
            [("credential.helper", "!MARK")], [("credential.https://host.invalid.helper", "!MARK")],
            [("core.askPass", "MARK")], [("credential.helper", "!MARK"), ("core.askPass", "MARK")],
        ]
    )
    func noProgramOfPasswords(settings: [(String, String)]) async throws {
        try directory.file("repo/x", "")
        try await git(["init", "-q"])
        for (name, value) in settings { try await git(["config", name, marked(value)]) }
        // Requests a password with the switches and variables of a scan, as versions 2.40 to 2.44 do for a bundle.
        let real = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map { $0 + "/git" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        let script = """
            #!/bin/bash
            switches=()
            while [ "$1" != diff ]; do switches+=("$1"); shift; done
            printf 'protocol=https\\nhost=host.invalid\\n' |
                \(try #require(real)) -C '\(repository)' "${switches[@]}" credential fill
            """
        try directory.file("bin/git", script, mode: 0o700)
        var all = environment
        all["PATH"] = "\(directory.path)/bin:/usr/bin:/bin"
        all["GIT_TERMINAL_PROMPT"] = "0"
        _ = try? await Git(environment: all).stagedFiles([])
        #expect(marks == "")
        _ = try? await ChildProcess("bash", [directory.path + "/bin/git", "diff"], environment: all)
            .run(outputLimit: 1 << 20)
        #expect(marks != "", "the test would not detect it")
    }

    @Test("A named pipe that git reads does not block a scan, and the user's own ignore list applies")
    func pipes() async throws {
        try directory.file("repo/found", "k = \(key)\n")
        try directory.file("repo/ignored", "k = \(key)\n")
        try directory.file(".config/git/ignore", "ignored\n")
        try await git(["init", "-q"])
        #expect(mkfifo(repository + "/pipe", 0o600) == 0)
        try await git(["config", "core.excludesFile", repository + "/pipe"])
        func found() async throws -> Set<String> {
            var scan = KeyScan(environment: environment, console: directory.console, writesJSON: false)
            try await scan.scan(paths: [repository], asksGit: true)
            return Set(scan.report.findings.map { $0.path.split(separator: "/").last.map(String.init) ?? "" })
        }
        #expect(try await found() == ["found"])
        try directory.file(".gitconfig", "[core]\n\texcludesFile = ~/mine\n")
        try directory.file("mine", "found\n")
        #expect(try await found() == ["ignored"])

        #expect(mkfifo(repository + "/.git/info/exclude.pipe", 0o600) == 0)
        #expect(rename(repository + "/.git/info/exclude.pipe", repository + "/.git/info/exclude") == 0)
        var git = Git(environment: environment)
        git.timeLimit = .milliseconds(500)
        var list = ScanList(git: git, asksGit: true)
        try await list.add(directory: ScanPath(repository))
        #expect(list.notices.count == 1 && list.notices[0].contains("timed out after "), "\(list.notices)")
        #expect(list.files.count == 2)
    }

    #if os(Linux)
        @Test("A repository whose name is not UTF-8 is scanned without git")
        func nameOfBytes() async throws {
            try directory.file("repo/x", "")
            try await git(["init", "-q"])
            let inner = ScanPath(repository).appending([0xFF])
            #expect(inner.withCString { mkdir($0, 0o700) } == 0)
            #expect(inner.appending(".git".utf8).withCString { mkdir($0, 0o700) } == 0)
            let path = inner.appending("found".utf8)
            close(path.withCString { creat($0, 0o600) })
            var list = ScanList(git: Git(environment: environment), asksGit: true)
            try await list.add(directory: inner)
            #expect(list.files.contains(path))
            #expect(list.notices.count == 1 && list.notices[0].contains("its name is not UTF-8"), "\(list.notices)")
        }
    #endif

    @Test("git receives the variables of the scanned repository, and no secret of the user")
    func variables() async throws {
        try directory.file("bin/git", "#!/bin/sh\nenv >'\(directory.path)/environment'\n", mode: 0o700)
        let secrets = [
            "AWS_SECRET_ACCESS_KEY": "s1", "GITHUB_TOKEN": "s2", "OPENAI_API_KEY": "s3", "GIT_SSH_COMMAND": "s4",
        ]
        var all = environment.merging(secrets) { $1 }
        all["PATH"] = "\(directory.path)/bin:/usr/bin:/bin"
        all["GIT_TERMINAL_PROMPT"] = "0"
        all["GIT_INDEX_FILE"] = "/index"
        let settings = [
            "GIT_CONFIG_COUNT": "3", "GIT_CONFIG_KEY_0": "http.https://host.example/.extraHeader",
            "GIT_CONFIG_VALUE_0": "Authorization: s5", "GIT_CONFIG_KEY_1": "safe.directory", "GIT_CONFIG_VALUE_1": "*",
            "GIT_CONFIG_KEY_2": "Core.quotePath", "GIT_CONFIG_VALUE_2": "false",
            "GIT_CONFIG_PARAMETERS":
                #"'http.extraHeader'='Authorization: s6 '\''core.x'\''' 'core.y'='a b' 'safe.z=c' 'url.s7.insteadOf=q'"#,
        ]
        all.merge(settings) { $1 }
        _ = try await Git(environment: all).stagedFiles([])
        let seen = directory.text("environment")
        for (name, value) in secrets { #expect(!seen.contains("\(name)=\(value)")) }
        for secret in ["s5", "s6", "s7"] { #expect(!seen.contains(secret)) }
        for line in [
            "GIT_INDEX_FILE=/index", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_CONFIG_COUNT=2",
            "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*", "GIT_CONFIG_KEY_1=Core.quotePath",
            "GIT_CONFIG_PARAMETERS='core.y'='a b' 'safe.z=c'",
        ] {
            #expect(seen.contains(line + "\n"), "\(line)")
        }
    }
}
