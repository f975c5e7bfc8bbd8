import Foundation
import Testing
import Waiter
import WaiterTestSupport

/// Types into real shells; those that are not installed are skipped.
@Suite("Completion in real shells")
struct ShellCompletionTests {
    struct Shell: Sendable, CustomTestStringConvertible {
        var name: String
        var arguments: [String]
        var setup: String

        var testDescription: String { name }

        var path: String? {
            ["/bin/", "/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + name }
                .first { FileManager.default.isExecutableFile(atPath: $0) }
        }
    }

    private static let all = [
        // macOS has bash 3.2, which does not support this kind of completion.
        Shell(name: "bash", arguments: ["--norc", "--noprofile", "-i"], setup: "source <(waiter completions bash)"),
        Shell(
            name: "zsh",
            arguments: ["-f", "-i"],
            setup: "autoload -Uz compinit; compinit -u -D; source <(waiter completions zsh)"
        ),
    ]

    private static let fish = Shell(name: "fish", arguments: [], setup: "").path

    #if canImport(Darwin)
        static let present = all.filter { $0.path != nil && $0.name != "bash" }
    #else
        static let present = all.filter { $0.path != nil }
    #endif

    private func fixture() throws -> CommandFixture {
        let fixture = try CommandFixture()
        try fixture.write(
            #"{"aliases": {"a": "llama3:8b", "b": "my model:2", "c": "it's"}, "default": {"openai": "llama3:8b"}}"#,
            to: "models.json"
        )
        return fixture
    }

    private func environment(_ fixture: CommandFixture) throws -> [String: String] {
        let folder = URL(fileURLWithPath: try #require(CommandFixture.executable)).deletingLastPathComponent().path
        return [
            "PATH": folder + ":/usr/local/bin:/usr/bin:/bin", "TERM": "xterm", "OPENAI_API_KEY": "k", "LANG": "C.UTF-8",
            "WAITER_HOME": fixture.waiterHome, "XDG_CONFIG_HOME": fixture.home, "XDG_DATA_HOME": fixture.home,
        ]
    }

    @Test(
        "TAB completes models with colons, spaces and quotes",
        .enabled(if: !present.isEmpty),
        arguments: present
    )
    func typing(_ shell: Shell) async throws {
        let fixture = try fixture()
        let command = try await fixture.start(
            shell.arguments,
            input: .terminal,
            environment: environment(fixture),
            streams: .terminal,
            executable: shell.path
        )
        command.type("\(shell.setup); echo rea''dy\n")
        #expect(await command.waitForOutput("ready"), "\(command.outputSoFar)")
        for (typed, model) in [
            ("lla", "llama3:8b"), ("llama3:", "llama3:8b"), ("my", "my model:2"), ("\"my", "my model:2"),
            ("it", "it's"),
        ] {
            // Distinguishes their output from the typed text, which shells redraw repeatedly.
            command.type("waiter models show --json \(typed)\t | tr '[:lower:]' '[:upper:]'; echo do''ne\n")
            let shown = model.uppercased()
            #expect(await command.waitForOutput("\"ID\": \"\(shown)\""), "\(typed): \(command.outputSoFar)")
        }
        command.type("exit\n")
        _ = await command.result()
    }

    @Test(
        "bash needs no completion package",
        .enabled(if: present.contains { $0.name == "bash" })
    )
    func bashFunction() async throws {
        let fixture = try fixture()
        let script = """
            eval "$(waiter completions bash)"
            complete -p waiter
            COMP_WORDS=(waiter -m llama3 : 8) COMP_CWORD=4 COMP_LINE='waiter -m llama3:8' COMP_POINT=18
            _waiter 2>/dev/null
            printf '<%s>\\n' "${COMPREPLY[@]}"
            """
        let result = try await fixture.run(
            ["--norc", "-c", script],
            environment: environment(fixture).merging(["COMP_WORDBREAKS": " :="]) { $1 },
            executable: Self.present.first { $0.name == "bash" }?.path
        )
        #expect(result.output == "complete -F _waiter waiter\n<8b>\n", "\(result.error)")
    }

    @Test(
        "bash lists conversations, newest first, with titles if it only lists them",
        .enabled(if: present.contains { $0.name == "bash" })
    )
    func bashConversations() async throws {
        let scene = try LogScene()
        let old = try scene.keep(("old", "x"), title: "Cats: a\tstory", at: Date(timeIntervalSince1970: 1_700_000_000))
        let new = try scene.keep(("new question", "x"), at: Date(timeIntervalSince1970: 1_700_000_100))
        let script = """
            eval "$(waiter completions bash)"
            COMP_WORDS=(waiter log show '') COMP_CWORD=3 COMP_LINE='waiter log show ' COMP_POINT=16
            for COMP_TYPE in 9 63; do
                _waiter 2>/dev/null
                printf '<%s>\\n' "${COMPREPLY[@]}"
            done
            """
        let result = try await scene.fixture.run(
            ["--norc", "-c", script],
            environment: environment(scene.fixture).merging(["COMP_WORDBREAKS": " :="]) { $1 },
            executable: Self.present.first { $0.name == "bash" }?.path
        )
        #expect(
            result.output == """
                <last>
                <\(new)>
                <\(old)>
                <last  (the most recent conversation)>
                <\(new)  (new question)>
                <\(old)  (Cats: a story)>

                """
        )
    }

    @Test("The zsh script also works as a file in fpath", .enabled(if: present.contains { $0.name == "zsh" }))
    func zshFile() async throws {
        let fixture = try fixture()
        let command = try await fixture.start(
            ["-f", "-i"],
            input: .terminal,
            environment: environment(fixture),
            streams: .terminal,
            executable: Self.present.first { $0.name == "zsh" }?.path
        )
        command.type("waiter completions zsh > $HOME/_waiter; fpath=($HOME $fpath)\n")
        command.type("autoload -Uz compinit; compinit -u -D; echo rea''dy\n")
        #expect(await command.waitForOutput("ready"))
        command.type("waiter models show --json lla\t | tr '[:lower:]' '[:upper:]'\n")
        #expect(await command.waitForOutput("\"ID\": \"LLAMA3:8B\""), "\(command.outputSoFar)")
        command.type("exit\n")
        _ = await command.result()
    }

    @Test("fish offers the same candidates, and completes paths", .enabled(if: fish != nil))
    func fishAnswers() async throws {
        let fixture = try fixture()
        try fixture.write("", to: "some.gguf")
        // An interactive fish needs the terminal of its own session.
        let script = """
            waiter completions fish | source
            cd $WAITER_HOME
            for line in "models show lla" "models show llama3:" "models show my" "models show it" "-P oll" \
                "local start --model-file som"
                complete -C "waiter $line"
            end
            """
        let result = try await fixture.run(
            ["--no-config", "-c", script],
            environment: environment(fixture),
            executable: Self.fish
        )
        let values = result.output.split(separator: "\n").map { $0.split(separator: "\t")[0] }
        #expect(
            values == ["llama3:8b", "llama3:8b", "my model:2", "it's", "ollama", "some.gguf"],
            "\(result.error)"
        )
    }

    @Test("An unknown shell gets the closest one, and errors during completion are silent")
    func wrong() async throws {
        let fixture = try fixture()
        let unknown = try await fixture.run(["completions", "bsh"])
        #expect(unknown.exitCode == 2)
        #expect(
            unknown.error.hasPrefix(
                "waiter: unknown command 'completions bsh'; did you mean 'bash'? available: bash, zsh, fish; "
            )
        )
        try fixture.write("{", to: "config.json")
        let silent = try await fixture.run(["completions", "candidates", "--shell", "zsh", "--", "-m", ""])
        #expect(silent.exitCode == 0 && silent.error == "")
    }
}
