import Foundation
import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

@Suite("waiter chat")
struct ChatTests {
    @Test("Without a terminal, each line is a question, no prompt is shown, and end of file ends the chat")
    func lines() async throws {
        let scene = try ChatScene.server()
        let result = try await scene.run("chat", "zero", input: .text("one\n/undo\ntwo"))
        #expect(result.exitCode == 0)
        #expect(result.output == "answer 1.\nanswer 2.\nanswer 3.\n")
        #expect(result.error == "waiter: undid “one” and its answer; /branch lists earlier turns\n")
        #expect(ChatScene.asked(scene).last == ["zero", "answer 1.", "two"])
        let quiet = try await scene.run("chat", "-q", input: .text("one\n/undo\n"))
        #expect(quiet.error == "")
    }

    @Test("Without a terminal, the exit code is that of the last failure, and the other questions are answered")
    func failures() async throws {
        let scene = try ChatScene.server { request, _ in
            switch request.json["messages"]?.arrayValue?.last?["content"]?.stringValue ?? "" {
            case "bad": Reply.error("400 Bad Request", "Not that.")
            case "key": Reply.error("401 Unauthorized", "No key.")
            default: nil
            }
        }
        for (lines, exit) in [
            ("one\nbad\ntwo\n", 1), ("key\none\n", 8), ("bad\nkey\n", 8), ("key\nbad\none\n/quit\n", 1), ("one\n", 0),
            ("/nothing\none\n", 2),
        ] as [(String, Int32)] {
            let result = try await scene.run("chat", "--retries", "0", input: .text(lines))
            #expect(result.exitCode == exit, "\(lines): \(result.error)")
            let answers = lines.split(separator: "\n").count { $0 == "one" || $0 == "two" }
            #expect(result.output.split(separator: "\n").count == answers)
        }
    }

    @Test("/attach accepts quoted and escaped paths, several paths, patterns, and an unquoted path with spaces")
    func attach() async throws {
        let scene = try ChatScene.server()
        try scene.fixture.makeDirectory("my files")
        for name in ["a b.txt", "c.txt", "d'e.txt", "[x].txt"] {
            try scene.fixture.write("text of \(name)", to: "my files/\(name)")
        }
        let folder = scene.fixture.waiterHome + "/my files"
        let escaped = folder.replacing(" ", with: "\\ ")
        for (line, names) in [
            ("\(folder)/a b.txt", ["a b"]), ("'\(folder)/a b.txt'", ["a b"]), ("\"\(folder)/d'e.txt\"", ["d'e"]),
            ("\(escaped)/a\\ b.txt \(escaped)/c.txt", ["a b", "c"]),
            ("'\(folder)/[x].txt' '\(folder)/c.txt'", ["[x]", "c"]),
            ("\(folder)/[x].txt", ["[x]"]), ("~/waiter/my?files/*.txt", ["a b", "c", "d'e", "[x]"]),
            ("\(escaped)/\\[x*.txt '\(folder)/'?.txt", ["[x]", "c"]),
        ] {
            let result = try await scene.run("chat", input: .text("/attach \(line)\nread\n"))
            #expect(result.exitCode == 0, "\(line): \(result.error)")
            let asked = ChatScene.asked(scene).last?.last ?? ""
            for name in ["a b", "c", "d'e", "[x]"] {
                #expect(asked.contains("text of \(name).txt") == names.contains(name), "\(line): \(asked)")
            }
        }
        try scene.fixture.makeDirectory("my files/deep/er")
        let key = "gh" + "p_" + "Zk3vT9qLw2Xn7RbY5cJd" + "8HfS1mGp4KtAeU6o"
        try scene.fixture.write("text of far.txt\nkey=\(key)\n", to: "my files/deep/er/far.txt")
        let deep = try await scene.run("chat", input: .text("/attach \(escaped)/**/far.txt\nread\n"))
        #expect(ChatScene.asked(scene).last?.last?.contains("text of far.txt") == true)
        #expect(deep.error.contains("far.txt, line 2 (github ") && !deep.error.contains(key), "\(deep.error)")
        for (line, words) in [
            ("'\(folder)/a", "unclosed quotation mark"), ("/none/*.x", "no file matches"), ("/no\\ ne", "no ne"),
        ] {
            let result = try await scene.run("chat", input: .text("/attach \(line)\n"))
            #expect(result.exitCode == 2 && result.error.contains(words), "\(line): \(result.error)")
        }
    }

    @Test("/last switches to the previously used conversation, and back")
    func last() async throws {
        let scene = try ChatScene.server()
        let none = try await scene.run("chat", input: .text("/last\n"))
        #expect(none.exitCode == 2 && none.error == "waiter: no other conversation\n")
        try await scene.run("What is an API?")
        let result = try await scene.run("chat", input: .text("/last\nAnd a waiter?\n"))
        #expect(
            result.error
                == "“What is an API?”, 1 question so far; the last exchange:\n> What is an API?\n  answer 1.\n"
        )
        #expect(ChatScene.asked(scene).last == ["What is an API?", "answer 1.", "And a waiter?"])
        try await scene.run("chat", input: .text("Other\n/last\nAgain\n/last\nStill\n"))
        #expect(ChatScene.asked(scene).last == ["Other", "answer 3.", "Still"])
        #expect(ChatScene.asked(scene).dropLast().last?.first == "What is an API?")
    }

    @Test("A new system prompt after undoing all turns keeps the previous messages as a branch")
    func systemAfterUndo() async throws {
        let scene = try ChatScene.server()
        let result = try await scene.run("chat", input: .text("one\n/undo\n/system Be nice.\ntwo\n"))
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(ChatScene.asked(scene).last == ["Be nice.", "two"])
        let shown = try await scene.run("log", "show", "last", "--branches").output
        for text in ["one", "answer 1.", "Be nice.", "two", "answer 2."] {
            #expect(shown.contains(text), "\(text): \(shown)")
        }
    }

    @Test(
        "Without a terminal, Ctrl-C exits with 130 and SIGTERM with 143; partial text is kept",
        arguments: [
            (SIGINT, 130), (SIGTERM, 143),
        ] as [(Int32, Int32)]
    )
    func signals(signal: Int32, exit: Int32) async throws {
        let scene = try Scene([.eventStreamHead, Reply.piece("Once upon"), .stall])
        let command = try await scene.start(["chat", "Tell"], input: .silentPipe)
        #expect(await command.waitForOutput("Once upon"))
        command.send(signal: signal)
        let result = await scene.finish(command)
        #expect(result.exitCode == exit)
        #expect(result.output == "Once upon\n")
        #expect(try await scene.run("log", "show", "last", "--raw").output.contains("Once upon"))
    }

    @Test("A conversation that exceeds the context window is reported with its token count, and the chat continues")
    func tooLong() async throws {
        let scene = try ChatScene.server()
        let long = String(repeating: "word ", count: 9_000)
        let result = try await scene.run("chat", "-m", "gpt-4", "--fit", "none", input: .text("\(long)\nshort\n"))
        // One of the questions failed.
        #expect(result.exitCode == 4)
        #expect(result.output == "answer 1.\n")
        #expect(result.error.contains("tokens exceeds the "))
        #expect(ChatScene.asked(scene) == [["short"]])
    }

    @Test("Messages omitted to fit the context window are reported, and the conversation keeps them")
    func leftOut() async throws {
        // A server that reports no usage, so that it does not seem to have truncated the prompt.
        let scene = try ChatScene.server { _, number in Reply.stream("answer \(number + 1).") }
        let long = String(repeating: "word ", count: 4_000)
        let result = try await scene.run("chat", "-m", "gpt-4", input: .text("1 \(long)\n2 \(long)\n/retry\n"))
        #expect(result.output == "answer 1.\nanswer 2.\nanswer 3.\n")
        #expect(ChatScene.asked(scene).map(\.count) == [1, 1, 1])
        let notices = result.error.split(separator: "\n").filter { $0.contains("omitted") }
        #expect(notices.count == 1, "\(result.error)")
        #expect(try await scene.run("log", "show", "last", "--raw").output.contains("1 word word"))
    }

    @Test("A recording failure is reported once, and the chat continues")
    func notRecorded() async throws {
        let scene = try ChatScene.server()
        try scene.fixture.write("no database", to: "waiter.sqlite3")
        let result = try await scene.run("chat", input: .text("one\ntwo\n/undo\nthree\n"))
        #expect(result.exitCode == 0)
        #expect(result.output == "answer 1.\nanswer 2.\nanswer 3.\n")
        #expect(result.error.components(separatedBy: "not recorded").count == 2, "\(result.error)")
    }

    @Test("The input history is private, omits lines that start with a space, and is empty with -n")
    func history() async throws {
        let scene = try ChatScene.server()
        let path = scene.fixture.waiterHome + "/history"
        let secret = try await ChatScene(scene, "-n")
        await secret.enter("secret", until: "answer 1.")
        #expect(await !secret.leave().output.contains("resume with"))
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try await scene.run("log").output == "")
        let chat = try await ChatScene(scene)
        await chat.enter("open", until: "answer 2.")
        await chat.enter(" hidden", until: "answer 3.")
        await chat.leave()
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "\"open\"\n")
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("-m, -s, -o, -t and --max-tokens reach the server")
    func flags() async throws {
        let scene = try ChatScene.server()
        try scene.fixture.makeDirectory("templates")
        try scene.fixture.write(
            "---\n{ system: 'You speak $language.', options: { seed: 7 } }\n---\nSay in $language: $input\n",
            to: "templates/say.md"
        )
        let words = ["chat", "-t", "say", "-p", "language", "French", "-m", "gpt-6.1-luna", "-o", "temperature", "0.5"]
        let command = try await scene.start(words + ["--max-tokens", "9"], input: .text("bread\nbutter\n"))
        #expect(await scene.finish(command).exitCode == 0)
        #expect(ChatScene.asked(scene).first == ["You speak French.", "Say in French: bread"])
        #expect(ChatScene.asked(scene).last?.last == "butter")
        let request = try #require(scene.server.requests.last).json
        #expect(request["model"] == "gpt-6.1-luna" && request["seed"] == 7 && request["max_tokens"] == 9)
        #expect(request["temperature"]?.doubleValue == 0.5)
    }

    @Test("/model accepts the same names as -m, including aliases, and suggests the closest listed one")
    func model() async throws {
        let scene = try ChatScene.server()
        try await scene.run("models", "alias", "fast", "gpt-6.1-luna")
        let alias = try await scene.run("chat", input: .text("/model fast\none\n"))
        #expect((alias.exitCode, alias.error) == (0, "waiter: now using gpt-6.1-luna\n"))
        #expect(scene.server.requests.last?.json["model"] == "gpt-6.1-luna")
        let unlisted = try await scene.run("chat", input: .text("/model team/deployment-7\none\n"))
        #expect(unlisted.exitCode == 0 && unlisted.error.contains("does not list a model 'team/deployment-7'"))
        #expect(scene.server.requests.last?.json["model"] == "team/deployment-7")
        let result = try await scene.run("chat", input: .text("/model gpt-6.1-lunar\n/model gpt-6.1-luna\none\n"))
        #expect(result.error.contains("did you mean /model gpt-6.1-luna"))
        #expect(scene.server.requests.last?.json["model"] == "gpt-6.1-luna")
    }

    @Test("Command-line errors are reported before any request")
    func mistakes() async throws {
        let scene = try ChatScene.server()
        for words in [["--messages", "-"], ["-p", "a", "b"], ["--fit", "some"], ["--id", "nothing"], ["-q", "-v"]] {
            let command = try await scene.start(["chat"] + words, input: .text("one\n"))
            #expect(await scene.finish(command).exitCode == 2, "\(words)")
        }
        #expect(scene.server.requests.isEmpty)
    }
}
