import Foundation
import Testing
import WaiterTestSupport

/// Files that another user of the machine has written where `waiter` would read them.
@Suite("Other users' files and directories are not used", .enabled(if: geteuid() == 0))
struct OwnerTests {
    private static let nobody: uid_t = 65_534

    private let fixture: CommandFixture

    init() throws { fixture = try CommandFixture() }

    private func path(_ name: String) -> String { fixture.waiterHome + "/" + name }

    private func give(_ name: String = "") {
        lchown(name.isEmpty ? fixture.waiterHome : path(name), Self.nobody, Self.nobody)
    }

    private func expectRefusal(
        _ words: [String],
        of path: String,
        input: CommandInput = .empty,
        environment: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let result = try await fixture.run(words, input: input, environment: environment)
        #expect(result.exitCode != 0, "\(words)", sourceLocation: sourceLocation)
        #expect(
            result.error.contains("\(path) belongs to "),
            "\(words): \(result.error)",
            sourceLocation: sourceLocation
        )
        #expect(
            result.error.contains("chown root \(path)"),
            "\(words): \(result.error)",
            sourceLocation: sourceLocation
        )
        #expect(result.output == "", "\(words)", sourceLocation: sourceLocation)
    }

    @Test("The command in another user's keys.json is not run, whatever the file's mode")
    func keys() async throws {
        let marker = fixture.home + "/marker"
        try fixture.write(#"{"openai": {"cmd": "touch \#(marker); echo sk-x"}}"#, to: "keys.json")
        give("keys.json")
        for words in [["keys", "list"], ["ask", "-m", "m", "hi"]] {
            try await expectRefusal(words, of: path("keys.json"))
        }
        try await expectRefusal(["keys", "set", "openai"], of: path("keys.json"), input: .text("sk-abcdefghijklmnop"))
        #expect(!FileManager.default.fileExists(atPath: marker))
    }

    @Test(
        "Another user's file in the user's directory is rejected",
        arguments: [
            ("config.json", "{}", ["config", "show"]), ("models.json", "{}", ["models", "alias"]),
            ("catalogue.json", #"{"models": {}}"#, ["models", "show", "gpt-5"]),
            ("templates/x.md", "text", ["templates", "show", "x"]),
            ("last-list", "x\n", ["log", "show", "1"]),
        ]
    )
    func files(name: String, content: String, words: [String]) async throws {
        if name == "last-list" { try await keepConversation() }
        try fixture.makeDirectory("templates")
        try fixture.write(content, to: name)
        give(name)
        try await expectRefusal(words, of: path(name))
    }

    @Test("Another user's directory is rejected by everything that reads or writes in it")
    func directory() async throws {
        give()
        for words in [
            ["config", "show"], ["keys", "list"], ["models", "default", "gpt-5"], ["usage", "budget", "set", "5"],
            ["keys", "set", "openai"],
        ] {
            try await expectRefusal(words, of: fixture.waiterHome, input: .text("sk-abcdefghijklmnop"))
        }
        #expect(try fixture.files() == [])
    }

    @Test("A world-writable directory is rejected until its owner runs the command given in the error")
    func openDirectory() async throws {
        try fixture.write(#"{"openai": "sk-abcdefghijklmnop"}"#, to: "keys.json")
        chmod(fixture.waiterHome, 0o777)
        let refused = try await fixture.run(["keys", "list"])
        let remedy = "chmod go-w \(fixture.waiterHome)"
        #expect(refused.error == "waiter: other users can modify \(fixture.waiterHome); run: \(remedy)\n")
        #expect(refused.exitCode == 2)
        let mended = try await fixture.run(["-c", remedy], executable: "/bin/sh")
        #expect(mended.exitCode == 0)
        #expect(try await fixture.run(["keys", "list"]).exitCode == 0)
    }

    @Test("The doctor lists files owned by another user")
    func doctor() async throws {
        try fixture.write("{}", to: "models.json")
        give("models.json")
        let result = try await fixture.run(["doctor", "--offline", "--json"])
        #expect(result.output.contains("belongs to "), "\(result.output)")
        #expect(result.output.contains("chown root \(path("models.json"))"))
    }

    @Test("Another user's lock does not block anything")
    func lock() async throws {
        try fixture.write("", to: "keys.json.lock")
        give("keys.json.lock")
        try await expectRefusal(
            ["keys", "set", "openai"],
            of: path("keys.json.lock"),
            input: .text("sk-abcdefghijklmnop")
        )
    }

    @Test("Another user's database, and files next to it, are rejected")
    func database() async throws {
        try await keepConversation()
        give("waiter.sqlite3")
        try await expectRefusal(["log", "list"], of: path("waiter.sqlite3"))
        lchown(path("waiter.sqlite3"), 0, 0)
        #expect(try await fixture.run(["log", "list"]).exitCode == 0)
        if !FileManager.default.fileExists(atPath: path("waiter.sqlite3-wal")) {
            try fixture.write("", to: "waiter.sqlite3-wal")
        }
        give("waiter.sqlite3-wal")
        try await expectRefusal(["usage"], of: path("waiter.sqlite3-wal"))
    }

    @Test("A link created by another user is not followed for writing")
    func link() async throws {
        let victim = fixture.home + "/victim"
        try Data("mine".utf8).write(to: URL(fileURLWithPath: victim))
        chmod(fixture.waiterHome, 0o1777)
        for name in ["keys.json", "keys.json.lock"] {
            try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: victim)
            give(name)
            let result = try await fixture.run(["keys", "set", "openai"], input: .text("sk-abcdefghijklmnop"))
            #expect(result.exitCode != 0)
            #expect(result.error.contains("\(path(name)) belongs to "), "\(result.error)")
            #expect(result.error.contains("rm \(path(name))"), "\(result.error)")
            #expect(FileManager.default.contents(atPath: victim) == Data("mine".utf8))
            unlink(path(name))
        }
    }

    // MARK: Permitted cases

    @Test("A home directory below a sticky /tmp, behind a link, or with the user's own group works")
    func legitimate() async throws {
        let tmp = fixture.home + "/tmp"
        try FileManager.default.createDirectory(atPath: tmp, withIntermediateDirectories: true)
        chmod(tmp, 0o1777)
        let linked = fixture.home + "/linked"
        try FileManager.default.createSymbolicLink(atPath: linked, withDestinationPath: tmp + "/home")
        try FileManager.default.createDirectory(atPath: tmp + "/home", withIntermediateDirectories: true)
        let shared = fixture.home + "/shared"
        try FileManager.default.createDirectory(atPath: shared, withIntermediateDirectories: true)
        chmod(shared, 0o775)
        let homes: [[String: String]] = [
            ["WAITER_HOME": tmp + "/own/waiter"], ["WAITER_HOME": "", "HOME": linked], ["WAITER_HOME": linked],
            ["WAITER_HOME": shared], ["WAITER_HOME": tmp],
        ]
        for environment in homes {
            for words in [
                ["keys", "set", "openai"], ["usage", "budget", "set", "5"], ["models", "default", "gpt-5"],
                ["keys", "list"], ["usage", "budget", "list"], ["config", "show"],
            ] {
                let result = try await fixture.run(words, input: .text("sk-abcdefghijklmnop"), environment: environment)
                #expect(result.exitCode == 0, "\(environment) \(words): \(result.error)")
            }
        }
    }

    @Test("The command creates the directory of the database with private permissions")
    func madeDirectory() async throws {
        let data = fixture.home + "/data"
        let environment = ["WAITER_HOME": "", "XDG_DATA_HOME": data]
        #expect(try await fixture.run(["usage", "budget", "set", "5"], environment: environment).exitCode == 0)
        for path in [data + "/waiter", data] {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o700, "\(path)")
        }
    }

    @Test(
        "A different user can use their own directories, but not those that root's group can modify",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv"))
    )
    func otherUser() async throws {
        let executable = try #require(CommandFixture.executable)
        let home = fixture.home + "/nobody"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        lchown(home, Self.nobody, Self.nobody)
        func run(_ words: [String], _ environment: [String: String]) async throws -> CommandResult {
            let user = ["--reuid", "65534", "--regid", "65534", "--clear-groups", executable]
            return try await fixture.run(
                user + words,
                input: .text("sk-abcdefghijklmnop"),
                environment: environment,
                executable: "/usr/bin/setpriv"
            )
        }
        let own = ["WAITER_HOME": "", "HOME": home]
        for words in [["keys", "set", "openai"], ["keys", "list"], ["usage", "budget", "set", "5"]] {
            let result = try await run(words, own)
            #expect(result.exitCode == 0, "\(words): \(result.error)")
        }
        // Root's directory can be read; its content is the administrator's responsibility.
        try fixture.write("{}", to: "config.json", mode: 0o644)
        #expect(try await run(["config", "show"], [:]).exitCode == 0)
        chmod(fixture.waiterHome, 0o777)
        let refused = try await run(["config", "show"], [:])
        #expect(refused.error.contains("other users can modify \(fixture.waiterHome)"), "\(refused.error)")
        // Root itself does not use what nobody has written.
        try await expectRefusal(["keys", "list"], of: home + "/.config/waiter", environment: own)
    }

    private func keepConversation() async throws {
        let line = fixture.home + "/messages.json"
        try Data(#"[{"role": "user", "content": "hi"}, {"role": "assistant", "content": "yes"}]"#.utf8)
            .write(to: URL(fileURLWithPath: line))
        let result = try await fixture.run(["log", "import", line])
        try #require(result.exitCode == 0, "\(result.error)")
    }
}
