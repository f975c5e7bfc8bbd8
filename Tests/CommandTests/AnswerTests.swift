import Testing
import Waiter
import WaiterTestSupport

@Suite("The answer on standard output")
struct AnswerTests {
    @Test("A pipe receives the text and one newline, and standard error is empty")
    func plainText() async throws {
        let scene = try Scene(Reply.stream("Hel", "lo, ", "wörld 🌍"))
        let result = try await scene.run("Say hello")
        #expect(result.output == "Hello, wörld 🌍\n")
        #expect(result.error == "")
        #expect(result.exitCode == 0)
        #expect(scene.server.requests[0].headers["authorization"] == "Bearer \(Scene.key)")
    }

    @Test(
        "Trailing newlines are reduced to one",
        arguments: [
            ("one", "one\n"), ("one\n", "one\n"), ("one\n\n\n", "one\n"), ("a\n\nb", "a\n\nb\n"),
            ("a\r\nb\r\n", "a\r\nb\r\n"), ("  indented  ", "  indented  \n"), ("\n\nlate", "\n\nlate\n"),
        ]
    )
    func oneNewline(text: String, expected: String) async throws {
        let streamed = try Scene { _, _ in
            [.eventStreamHead] + text.unicodeScalars.map { Reply.piece(String($0)) } + Reply.end()
        }
        #expect(try await streamed.run("x").outputBytes == Array(expected.utf8))
        let whole = try Scene(Reply.completion(text))
        #expect(try await whole.run("x", "--no-stream").outputBytes == Array(expected.utf8))
    }

    @Test("Control characters reach a pipe unchanged and a terminal never")
    func controlCharacters() async throws {
        let text = "red \u{1B}[31mred\u{7} \u{9B}2J over\rwrite \u{202E}esrever\ttab\r\nend"
        let scene = try Scene(Reply.stream(text))
        #expect(try await scene.run("x").output == text + "\n")
        let seen = try await scene.run("x", "--raw", streams: CommandStreams(output: .terminal)).output
        #expect(seen == "red \u{FFFD}[31mred\u{FFFD} \u{FFFD}2J over\u{FFFD}write \u{FFFD}esrever\ttab\nend\n")
    }

    @Test("Chunks are written to a terminal or pipe before the next ones are sent")
    func pieceByPiece() async throws {
        for streams in [CommandStreams.terminal, CommandStreams()] {
            let gates = [Gate(), Gate()]
            let scene = try Scene { _, _ in
                [
                    .eventStreamHead, Reply.piece("One, "), .wait(gates[0]), Reply.piece("two, "), .wait(gates[1]),
                    Reply.piece("three."),
                ] + Reply.end()
            }
            let command = try await scene.start(["Count"], streams: streams)
            // A space at the end of a chunk is painted only when something follows it.
            #expect(await command.waitForOutput("One,"))
            #expect(!command.outputSoFar.contains("two"))
            gates[0].open()
            #expect(await command.waitForOutput("One, two,"))
            #expect(!command.outputSoFar.contains("three"))
            gates[1].open()
            let result = await scene.finish(command)
            #expect(result.output.hasSuffix("One, two, three.\n"))
            #expect(result.exitCode == 0)
        }
    }

    @Test("--no-stream sends a non-streaming request")
    func noStream() async throws {
        let scene = try Scene(Reply.completion("Hello"))
        let result = try await scene.run("x", "--no-stream")
        #expect(result.output == "Hello\n")
        #expect(scene.server.requests[0].json["stream"] == nil)
    }

    @Test("A non-streaming answer to a streaming request is accepted")
    func wholeAnswerInsteadOfStream() async throws {
        let scene = try Scene(Reply.completion("Hello"))
        #expect(try await scene.run("x").output == "Hello\n")
        #expect(scene.server.requests[0].json["stream"] == true)
    }

    @Test("--json prints the server's complete answer, including unknown fields")
    func json() async throws {
        let body = #"{"choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}],"timings":{"ms":1.5}}"#
        let scene = try Scene([.response(body)])
        let result = try await scene.run("x", "--json")
        #expect(try JSONValue(jsonText: result.output) == JSONValue(jsonText: body))
        #expect(result.error == "")
        #expect(result.exitCode == 0)
    }

    @Test("Tool calls, which plain text cannot show, are reported on standard error")
    func toolCalls() async throws {
        let call: JSONValue = [
            "index": 0, "id": "a", "type": "function",
            "function": ["name": "weather", "arguments": #"{"city":"Oslo"}"#],
        ]
        let scene = try Scene(
            [.eventStreamHead, Reply.delta(["tool_calls": [call]])] + Reply.end(finish: "tool_calls")
        )
        let result = try await scene.run("Weather?")
        #expect(result.output == "")
        #expect(result.error == "waiter: the model called a tool: weather({\"city\":\"Oslo\"})\n")
        #expect(result.exitCode == 0)
    }

    @Test("An answer without text prints a notice on standard error, even with -q")
    func noText() async throws {
        let scene = try Scene([.eventStreamHead, Reply.delta(["reasoning_content": "Hm."])] + Reply.end())
        let result = try await scene.run("x")
        #expect(result.output == "")
        #expect(result.error == "waiter: the model returned reasoning but no text\n")
        #expect(try await scene.run("x", "-q").error == result.error)
    }

    @Test("Several choices are not silently reduced to one")
    func severalAnswers() async throws {
        let scene = try Scene(Reply.completion("Hello"))
        let result = try await scene.run("-o", "n", "2", "x")
        #expect(result.exitCode == 2)
        #expect(result.error == "waiter: multiple answers (n) cannot be printed as text; add --json\n")
        #expect(scene.server.requests.isEmpty)
        #expect(try await scene.run("-o", "n", "2", "--json", "x").exitCode == 0)
        #expect(scene.server.requests[0].json["n"] == 2)
    }

    @Test("A closed pipe ends the command silently")
    func readerGone() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let result = try await scene.run("x", streams: CommandStreams(output: .brokenPipe))
        #expect(result.exitCode == 0)
        #expect(result.error == "")
        let help = try await scene.run("--help", streams: CommandStreams(output: .brokenPipe))
        #expect(help.exitCode == 0)
        #expect(help.error == "")
    }

    @Test("No request is sent and no cost incurred if standard output is closed")
    func closedOutput() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let result = try await scene.run("x", streams: CommandStreams(output: .closed))
        #expect(result.exitCode == 1)
        #expect(result.error == "waiter: standard output is closed\n")
        #expect(scene.server.requests.isEmpty)
    }

    @Test("A full disk on standard output is an error", .enabled(if: isLinux))
    func fullDisk() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let result = try await scene.run("x", streams: CommandStreams(output: .file("/dev/full")))
        #expect(result.exitCode == 1)
        #expect(result.error == "waiter: cannot write the answer (No space left on device)\n")
        let help = try await scene.run("--help", streams: CommandStreams(output: .file("/dev/full")))
        #expect(help.exitCode == 1)
        #expect(help.error == "waiter: cannot write the answer (No space left on device)\n")
    }

    @Test("A closed standard error does not affect the answer")
    func closedError() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let result = try await scene.run("x", streams: CommandStreams(error: .closed))
        #expect(result.output == "Hello\n")
        #expect(result.exitCode == 0)
    }
}

/// Whether there are `/dev/full` and mountable file systems in memory.
let isLinux: Bool = {
    #if os(Linux)
        true
    #else
        false
    #endif
}()
