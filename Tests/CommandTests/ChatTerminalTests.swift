import Foundation
import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

@Suite("waiter chat on a terminal")
struct ChatTerminalTests {
    private typealias Key = ChatScene.Key

    @Test("Lines are edited, recalled and sent with the conversation; Ctrl-D leaves and prints how to continue")
    func editing() async throws {
        let chat = try await ChatScene(try ChatScene.server())
        #expect(chat.command.outputSoFar.contains("waiter chat: gpt-6.1-sol (openai, 127.0.0.1:"))
        await chat.enter("helo" + Key.left + "l", until: "answer 1.")
        await chat.enter(Key.up + "!", until: "answer 2.")
        let result = await chat.leave()
        #expect(result.exitCode == 0)
        #expect(chat.asked == [["hello"], ["hello", "answer 1.", "hello!"]])
        #expect(result.output.contains("resume with: waiter chat --id 0"))
    }

    @Test("The prompt shows the used share of the context window and the cost")
    func status() async throws {
        let chat = try await ChatScene(try ChatScene.server())
        await chat.enter("hello", until: "answer 1.")
        let result = await chat.leave()
        #expect(result.output.contains("gpt-6.1-sol 0/1.1M $0.00 > "))
        #expect(
            result.output.firstMatch(of: #/gpt-6\.1-sol ~?\d+/1\.1M ~?\$0\.\d*[1-9]\d* > /#) != nil,
            "\(result.output)"
        )
        #expect(chat.scene.server.requests.first?.json["stream_options"]?["include_usage"] == true)
    }

    @Test("A multi-line paste is one question, and so is a quoted block")
    func paste() async throws {
        let chat = try await ChatScene(try ChatScene.server())
        chat.command.type(Key.paste("one\r/undo\rthree"))
        await chat.enter("", until: "answer 1.")
        await chat.enter("\"\"\"\rfour\rfive\r\"\"\"", until: "answer 2.")
        await chat.leave()
        #expect(chat.asked.map(\.last) == ["one\n/undo\nthree", "four\nfive"])
    }

    @Test("Ctrl-C during an answer keeps the partial text, also in the ledger, and the chat continues")
    func interrupt() async throws {
        let scene = try ChatScene.server { _, number in
            number == 0 ? [.eventStreamHead, Reply.piece("Once upon"), .stall] : nil
        }
        let chat = try await ChatScene(scene)
        await chat.enter("Tell", until: "Once upon")
        chat.command.send(signal: SIGINT)
        #expect(await chat.command.waitForOutput("waiter: stopped; /retry to ask again"))
        await chat.enter("Go on", until: "answer 2.")
        await chat.leave()
        #expect(chat.asked.last == ["Tell", "Once upon", "Go on"])
        let log = try await scene.run("log", "show", "last")
        #expect(log.output.contains("Once upon") && log.output.contains("interrupted"))
        #expect(log.output.contains("answer 2."))
    }

    @Test("Ctrl-C at an empty prompt shows a hint and stays, and discards a started line")
    func hint() async throws {
        let chat = try await ChatScene(try ChatScene.server())
        chat.command.type("begun" + Key.interrupt)
        // The line has been discarded, and the next one has started.
        #expect(await chat.command.waitForOutput("\u{1B}[?2004l\u{1B}[?2004h"))
        chat.command.type(Key.interrupt)
        #expect(await chat.command.waitForOutput("waiter: Ctrl-D or /quit to exit"))
        await chat.enter("asked", until: "answer 1.")
        #expect(await chat.leave().exitCode == 0)
        #expect(chat.asked == [["asked"]])
    }

    @Test("Narrowing the terminal keeps the typed text and shortens the prompt")
    func resize() async throws {
        let chat = try await ChatScene(try ChatScene.server())
        chat.command.type("one ")
        chat.command.resize(columns: 24, rows: 10)
        await chat.enter("two", until: "answer 1.")
        await chat.enter("three", until: "answer 2.")
        let result = await chat.leave()
        #expect(chat.asked.map(\.last) == ["one two", "three"])
        let last = result.output.components(separatedBy: "answer 2.").last ?? ""
        #expect(last.contains("/1.1M > ") && !last.contains("gpt-6.1-sol"), "\(last.debugDescription)")
    }

    @Test("/undo and /branch move within the conversation, and the ledger keeps everything")
    func branches() async throws {
        let scene = try ChatScene.server()
        let chat = try await ChatScene(scene, "-s", "Be brief.")
        await chat.enter("one", until: "answer 1.")
        await chat.enter("two", until: "answer 2.")
        await chat.enter("/undo", until: "undid “two” and its answer")
        await chat.enter("three", until: "answer 3.")
        await chat.enter("/branch", until: "b1  after 1: two")
        await chat.enter("/branch b1", until: "continuing after “two”")
        await chat.enter("four", until: "answer 4.")
        await chat.leave()
        #expect(chat.asked[2] == ["Be brief.", "one", "answer 1.", "three"])
        #expect(chat.asked[3] == ["Be brief.", "one", "answer 1.", "two", "answer 2.", "four"])
        let log = try await scene.run("log", "show", "last", "--branches")
        for question in ["one", "two", "three", "four"] { #expect(log.output.contains(question)) }
    }

    @Test("A server error is printed and the chat continues; /retry sends the question again")
    func failure() async throws {
        let scene = try ChatScene.server { _, number in
            number == 1 ? Reply.error("400 Bad Request", "Not that.", headers: ["x-request-id: r1"]) : nil
        }
        let chat = try await ChatScene(scene)
        await chat.enter("one", until: "answer 1.")
        await chat.enter("two", until: "request id: r1")
        await chat.enter("/retry", until: "answer 3.")
        let result = await chat.leave()
        #expect(result.exitCode == 0)
        #expect(result.output.contains("waiter: the server rejected the request"))
        #expect(chat.asked[1] == chat.asked[2])
    }

    @Test("--id and -c continue a conversation and show its last messages")
    func resume() async throws {
        let scene = try ChatScene.server()
        let first = try await ChatScene(scene)
        await first.enter("What is an API?", until: "answer 1.")
        let left = await first.leave()
        let id = try #require(left.output.firstMatch(of: /chat --id (\w+)/)?.output.1)
        let second = try await ChatScene(scene, "--id", String(id))
        #expect(second.command.outputSoFar.contains("> What is an API?\n  answer 1.\n"))
        await second.enter("And a waiter?", until: "answer 2.")
        await second.leave()
        let third = try await ChatScene(scene, "-c")
        await third.enter("Thanks.", until: "answer 3.")
        await third.leave()
        #expect(third.asked.last == ["What is an API?", "answer 1.", "And a waiter?", "answer 2.", "Thanks."])
    }

    @Test("/edit replaces the last question, and Ctrl-C leaves it unchanged")
    func edit() async throws {
        let chat = try await ChatScene(try ChatScene.server())
        await chat.enter("one", until: "answer 1.")
        await chat.enter("/edit", until: "edit > ")
        chat.command.type(Key.interrupt)
        #expect(await chat.command.waitForOutput("question unchanged"))
        chat.command.type("/edit" + Key.enter)
        await chat.enter(" more", until: "answer 2.")
        await chat.leave()
        #expect(chat.asked == [["one"], ["one more"]])
    }

    @Test("Ctrl-X Ctrl-E opens the line in the user's editor")
    func externalEditor() async throws {
        let chat = try await ChatScene(
            try ChatScene.server(),
            environment: ["VISUAL": "sh -c 'tr a-z A-Z <\"$0\" >\"$0.new\" && mv \"$0.new\" \"$0\"; echo edited'"]
        )
        chat.command.type("hello" + Key.editor)
        #expect(await chat.command.waitForOutput("HELLO"))
        await chat.enter("", until: "answer 1.")
        await chat.leave()
        #expect(chat.asked == [["HELLO"]])
    }

    @Test("/copy asks once for permission to use the terminal's clipboard, and remembers the answer")
    func copy() async throws {
        let scene = try ChatScene.server()
        let sequence = "\u{1B}]52;c;" + Data("answer 1.".utf8).base64EncodedString() + "\u{7}"
        let question = "copy through the terminal (OSC 52) from now on? [y/N] "
        let remote = ["SSH_CONNECTION": "1 2 3 4"]
        let chat = try await ChatScene(scene, environment: remote)
        await chat.enter("one", until: "answer 1.")
        await chat.enter("/copy", until: question)
        chat.command.type("n" + Key.enter)
        await chat.enter("/copy", until: "use /save FILE, or /copy!")
        #expect(!chat.command.outputSoFar.contains("]52;"))
        await chat.enter("/copy!", until: sequence)
        await chat.leave()
        // From then on, it does not ask again.
        let next = try await ChatScene(scene, "-c", environment: remote)
        await next.enter("/copy", until: sequence)
        #expect(await !next.leave().output.contains("[y/N]"))
        let mode = try FileManager.default.attributesOfItem(atPath: scene.fixture.waiterHome + "/clipboard")
        #expect(mode[.posixPermissions] as? Int == 0o600)
    }

    @Test("Standard output contains only the answers")
    func streams() async throws {
        let chat = try await ChatScene(try ChatScene.server(), "one", output: .pipe)
        chat.command.type("two" + Key.enter)
        #expect(await chat.command.waitForOutput("answer 2."))
        chat.command.type("/help" + Key.enter)
        #expect(await chat.command.waitForError("/undo"))
        let result = await chat.leave()
        #expect(result.output == "answer 1.\nanswer 2.\n")
        #expect(chat.asked.first == ["one"])
    }

    @Test("However the chat ends, the terminal is restored", arguments: ["left", "killed"])
    func restored(how: String) async throws {
        let scene = try ChatScene.server()
        let script = #"exec 3<&0; "$0" chat <&3 & echo "pid $! "; wait $!; echo "code $?"; stty -a; echo over"#
        let command = try await scene.fixture.start(
            ["-c", script, try #require(CommandFixture.executable)],
            input: .terminal,
            environment: scene.environment.merging(["TERM": "xterm", "NO_COLOR": "1"]) { $1 },
            streams: .terminal,
            executable: "/bin/sh"
        )
        #expect(await command.waitForOutput("> "))
        let pid = try #require(command.outputSoFar.firstMatch(of: #/pid (\d+) /#).flatMap { Int32($0.output.1) })
        if how == "left" { command.type(Key.end) } else { kill(pid, SIGTERM) }
        #expect(await command.waitForOutput("over\n"))
        let result = await scene.finish(command)
        #expect(result.output.contains(how == "left" ? "code 0" : "code 143"), "\(result.output)")
        for mode in ["icanon", "isig", "iexten", "icrnl"] { #expect(!result.output.contains("-" + mode), "\(mode)") }
        let pastes = result.output.components(separatedBy: "\u{1B}[?2004").dropFirst().map { $0.first }
        #expect(pastes.last == "l")
    }

    @Test("Text typed during an answer is not echoed and appears at the next prompt")
    func typedAhead() async throws {
        let gate = Gate()
        let scene = try ChatScene.server { _, number in
            number == 0
                ? [.eventStreamHead, Reply.piece("slow "), .wait(gate)] + Array(Reply.stream("end").dropFirst()) : nil
        }
        let chat = try await ChatScene(scene)
        // A space at the end of a row is not painted.
        await chat.enter("one", until: "slow")
        chat.command.type("two" + Key.enter)
        gate.open()
        #expect(await chat.command.waitForOutput("answer 2."))
        let result = await chat.leave()
        #expect(chat.asked.map(\.last) == ["one", "two"])
        #expect(result.output.contains("slow end\n"))
    }
}
