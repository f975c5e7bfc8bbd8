import Testing
import Waiter
import WaiterTestSupport

@Suite("The prompt")
struct PromptTests {
    /// The prompts received by the server.
    private func prompt(
        _ arguments: [String],
        input: CommandInput = .empty,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue? {
        let scene = try Scene(Reply.stream("Hello"))
        let result = try await scene.finish(
            scene.start(arguments, input: input),
            sourceLocation: sourceLocation
        )
        #expect(result.exitCode == 0, "\(result.error)", sourceLocation: sourceLocation)
        return scene.server.requests.first?.json["messages"]
    }

    private func user(_ text: String) -> JSONValue { [["role": "user", "content": .string(text)]] }

    @Test("The arguments are the prompt, with and without `ask`")
    func words() async throws {
        #expect(try await prompt(["What", "is", "an API?"]) == user("What is an API?"))
        #expect(try await prompt(["ask", "What is an API?"]) == user("What is an API?"))
    }

    @Test("Piped text comes first, then a blank line, then the arguments")
    func piped() async throws {
        #expect(
            try await prompt(["Summarise"], input: .text("line 1\nline 2\n")) == user("line 1\nline 2\n\nSummarise")
        )
        #expect(try await prompt([], input: .text("only piped\n")) == user("only piped"))
    }

    @Test("A dash among the arguments is replaced by the piped text")
    func dash() async throws {
        #expect(
            try await prompt(["Translate:", "-", "into German"], input: .text("tree\n"))
                == user("Translate: tree into German")
        )
        #expect(try await prompt(["-"], input: .text("tree")) == user("tree"))
    }

    @Test("An empty or closed standard input is ignored")
    func noInput() async throws {
        #expect(try await prompt(["Hi"], input: .empty) == user("Hi"))
        #expect(try await prompt(["Hi"], input: .closed) == user("Hi"))
        #expect(try await prompt(["Hi"], input: .text("\n \n")) == user("Hi"))
    }

    @Test("A terminal on standard input is not read if there are arguments")
    func terminalInput() async throws {
        #expect(try await prompt(["Hi"], input: .terminal) == user("Hi"))
    }

    @Test("A silent pipe is reported once after two seconds, and Ctrl-C ends the wait")
    func silentPipe() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let command = try await scene.start(["Hi"], input: .silentPipe)
        #expect(await command.waitForError("waiting for standard input"))
        command.send(signal: 2)
        let result = await scene.finish(command)
        #expect(result.signal == 2 || result.exitCode == 130)
        #expect(
            result.error.hasPrefix("waiter: waiting for standard input (end it with Ctrl-D, or use --no-stdin)\n")
        )
        #expect(scene.server.requests.isEmpty)
    }

    @Test("--no-stdin does not wait for a silent pipe")
    func noStandardInput() async throws {
        #expect(try await prompt(["Hi", "--no-stdin"], input: .silentPipe) == user("Hi"))
    }

    @Test("A large amount of text is sent completely")
    func largeInput() async throws {
        let text = String(repeating: "0123456789abcde\n", count: 60_000)
        let messages = try await prompt(["Count"], input: .text(text))
        #expect(messages == user(text.dropLast() + "\n\nCount"))
    }

    @Test("A missing prompt is a usage error with an example", arguments: [[], [""], ["  ", "\n"], ["-m", "x"]])
    func noPrompt(arguments: [String]) async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let result = try await scene.finish(scene.start(arguments))
        #expect(result.exitCode == 2)
        #expect(result.error == "waiter: no prompt given; for example: waiter 'What is an API?'\n")
        #expect(scene.server.requests.isEmpty)
    }

    @Test("Bare `waiter` on a terminal shows three examples and does not wait")
    func bare() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let result = try await scene.run(input: .terminal)
        #expect(result.exitCode == 2)
        #expect(result.output == "")
        #expect(result.error.contains("waiter 'What is an API?'"))
    }

    @Test("Text that is not UTF-8 is rejected with the offset and the command that converts it")
    func notUTF8() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let result = try await scene.run("Hi", input: .bytes(Array("caf".utf8) + [0xE9, 0x0A]))
        #expect(result.exitCode == 2)
        #expect(
            result.error == "waiter: the piped text contains invalid UTF-8 (at byte 3); "
                + "convert it with: iconv -f WINDOWS-1252 -t UTF-8\n"
        )
        #expect(scene.server.requests.isEmpty)
    }

    @Test("An argument that is not UTF-8 is rejected", .enabled(if: isLinux))
    func wordNotUTF8() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let shell = #"exec "$0" "$(printf 'caf\351')""#
        let result = try await scene.fixture.run(
            ["-c", shell, try #require(CommandFixture.executable)],
            environment: scene.environment,
            executable: "/bin/sh"
        )
        #expect(result.exitCode == 2)
        #expect(result.error == "waiter: argument 1 is not UTF-8\n")
        #expect(scene.server.requests.isEmpty)
    }

    @Test("A directory as standard input is reported as a directory")
    func directoryInput() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let result = try await scene.run("Hi", input: .file("/"))
        #expect(result.exitCode == 2)
        #expect(result.error == "waiter: cannot read standard input (Is a directory)\n")
    }

    @Test("Prompts that start like a command are still prompts")
    func likeCommands() async throws {
        #expect(try await prompt(["help", "me", "write a poem"]) == user("help me write a poem"))
        #expect(try await prompt(["ask", "local"]) == user("local"))
        #expect(try await prompt(["-m", "x", "local"]) == user("local"))
        #expect(try await prompt(["localhost is what?"]) == user("localhost is what?"))
        #expect(try await prompt(["--", "-5 + 3 = ?"]) == user("-5 + 3 = ?"))
    }

    @Test("An unknown command gets the closest existing one, not an answer from a model")
    func unknownCommands() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let local = try await scene.run("local", "statsu")
        #expect(local.exitCode == 2)
        #expect(local.error.hasPrefix("waiter: unknown command 'local statsu'; did you mean 'status'? "))
        let help = try await scene.run("help", "lcoal")
        #expect(help.exitCode == 2)
        #expect(help.error.hasPrefix("waiter: unknown command 'lcoal'; did you mean 'waiter help local'? "))
        let mistyped = try await scene.run("doctr")
        #expect(mistyped.exitCode == 2)
        #expect(
            mistyped.error == "waiter: unknown command 'doctr'; did you mean 'waiter doctor'? "
                + "to send it as a prompt: waiter ask doctr\n"
        )
        #expect(try await scene.run("helo", "--json", input: .text("piped")).exitCode == 2)
        // Subcommands of other tools are not sent, and paid for, as a prompt.
        let aliases = try await scene.run("aliases")
        #expect(aliases.exitCode == 2)
        #expect(aliases.error.hasPrefix("waiter: unknown command 'aliases'; see: waiter models alias; "))
        #expect(scene.server.requests.isEmpty)
    }
}
