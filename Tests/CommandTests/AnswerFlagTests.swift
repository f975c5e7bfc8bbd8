import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Flags for the answer")
struct AnswerFlagTests {
    // MARK: -x

    @Test("-x writes only the first code block")
    func extract() async throws {
        let scene = try Scene(Reply.stream("Here:\n``", "`sh\necho hi\n`", "``\nand\n```\nno\n```"))
        let result = try await scene.run("x", "-x")
        #expect(result.output == "echo hi\n")
        #expect(result.error == "")
        #expect(result.exitCode == 0)
    }

    @Test("-x exits with 7 without a code block; the answer goes to standard error and the file stays empty")
    func nothingToExtract() async throws {
        let result = try await Scene(Reply.stream("No code.")).run("x", "-x")
        #expect(result.exitCode == 7)
        #expect(result.output == "")
        #expect(result.error.hasPrefix("No code.\nwaiter: the answer has no code block; ask for one"))
    }

    @Test("-x does not treat a truncated code block as complete")
    func extractCut() async throws {
        let scene = try Scene([.eventStreamHead, Reply.piece("```\nrm -r /tmp/x"), .close])
        let cut = try await scene.run("x", "-x", "--retries", "0")
        #expect(cut.exitCode == 10)
        #expect(cut.output == "")
        #expect(cut.error.hasPrefix("```\nrm -r /tmp/x\nwaiter: the answer was cut off"))
        let limited = try await Scene(Reply.stream("```\nrm -r /tmp/x", finish: "length")).run("x", "-x")
        #expect(limited.exitCode == 10)
        #expect(limited.output == "")
    }

    // MARK: -u

    @Test("-u prints tokens and timing to standard error and requests usage from a stream")
    func usage() async throws {
        let usage: JSONValue = ["prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15]
        let steps =
            [.eventStreamHead, Reply.piece("Hello"), Reply.delta([:], finish: "stop")]
            + [Reply.event(["choices": [], "usage": usage]), .chunk("data: [DONE]\n\n"), .lastChunk]
        let scene = try Scene(steps)
        let result = try await scene.run("x", "-u")
        #expect(result.output == "Hello\n")
        #expect(result.error.hasPrefix("tokens: 12 in, 3 out, first text after "))
        #expect(scene.server.requests[0].json["stream_options"]?["include_usage"] == true)
        // The ledger needs the cost of an answer, whether or not its content is recorded.
        try await scene.run("x")
        #expect(scene.server.requests[1].json["stream_options"]?["include_usage"] == true)
        try await scene.run("-n", "x")
        #expect(scene.server.requests[2].json["stream_options"]?["include_usage"] == true)
    }

    @Test(
        "-u counts missing usage itself and marks it as an estimate; a loopback server is not free"
    )
    func unknownUsage() async throws {
        let result = try await Scene(Reply.completion("Hello")).run("x", "-u", "--no-stream")
        #expect(result.error.hasPrefix("tokens: ~8 in, ~1 out (counted locally: not reported by the server), total "))
        let scene = try Scene(Reply.completion("Hello"))
        // A server on this machine can be a proxy for one that charges.
        let other = ["-m", "m", "-P", "ollama", "--base-url", scene.server.address + "/v1"]
        let ollama = await scene.finish(try await scene.start(["x", "-u", "--no-stream"] + other))
        #expect(ollama.error.hasSuffix(", cost ? (unknown model 'm')\n"), "\(ollama.error)")
        try scene.fixture.write(
            #"{"profiles": {"ollama": {"billing": "free"}}}"#,
            to: "config.json"
        )
        let free = await scene.finish(try await scene.start(["x", "-u", "--no-stream"] + other))
        #expect(free.error.hasSuffix(", cost none\n"), "\(free.error)")
    }

    // MARK: Reasoning

    @Test("Reasoning is hidden, or shown only on standard error")
    func reasoning() async throws {
        let steps = [.eventStreamHead, Reply.delta(["reasoning_content": "Hm."]), Reply.piece("42")] + Reply.end()
        let scene = try Scene(steps)
        let hidden = try await scene.run("x")
        #expect((hidden.output, hidden.error) == ("42\n", ""))
        let shown = try await scene.run("x", "--reasoning", "show")
        #expect((shown.output, shown.error) == ("42\n", "Hm.\n\n"))
    }

    @Test("Reasoning is dimmed on a terminal and separated from the answer")
    func dimmedReasoning() async throws {
        let steps = ["Let me\r", "\nthink about ", "this at some length."].map {
            Reply.delta(["reasoning_content": .string($0)])
        }
        let scene = try Scene([.eventStreamHead] + steps + [Reply.piece("42")] + Reply.end())
        func shown(_ words: [String] = [], _ environment: [String: String] = [:]) async throws -> String {
            let command = try await scene.start(
                ["x", "--reasoning", "show", "-q"] + words,
                environment: ["TERM": "xterm"].merging(environment) { $1 },
                streams: CommandStreams(output: .terminal, error: .terminal, columns: 20)
            )
            return await scene.finish(command).output
        }
        let terminal = try await shown()
        let plain = terminal.replacing(/\e\[[02]m/, with: "")
        #expect(plain == "Let me\nthink about this at\nsome length.\n\n42\n", "\(terminal.debugDescription)")
        #expect(terminal.hasPrefix("\u{1B}[2mLet") && terminal.contains("length.\u{1B}[0m"))
        #expect(try await shown([], ["NO_COLOR": "1"]) == terminal)
        let never = try await shown(["--color", "never"])
        #expect(never == "reasoning:\nLet me\nthink about this at\nsome length.\n\n42\n")
        let piped = try await scene.run("x", "--reasoning", "show")
        #expect(piped.error == "Let me\r\nthink about this at some length.\n\n")
    }

    @Test("An error after reasoning is printed on a new line")
    func reasoningAndError() async throws {
        let scene = try Scene([.eventStreamHead, Reply.delta(["reasoning_content": "Hm."]), .close])
        let result = try await scene.run("x", "--reasoning", "show", "--retries", "0")
        #expect(result.error.hasPrefix("Hm.\n\nwaiter: the connection closed before the answer began"))
    }

    @Test("On a shared terminal, reasoning in the middle of an answer is shown after the answer")
    func lateReasoning() async throws {
        let scene = try Scene(
            [.eventStreamHead, Reply.piece("| a |\n|--|\n| x"), Reply.delta(["reasoning_content": "later"])]
                + [Reply.piece(" longer |\n")] + Reply.end()
        )
        let result = try await scene.run("x", "--reasoning", "show", environment: ["TERM": "xterm"], streams: .terminal)
        let answer = try #require(result.output.range(of: "x longer"))
        let reasoning = try #require(result.output.range(of: "later"))
        #expect(answer.upperBound < reasoning.lowerBound)
    }

    // MARK: -v

    @Test("-v shows requests, responses, timing and retries, but no key")
    func verbose() async throws {
        let scene = try Scene { request, count in
            // A careless server echoes the key.
            let key = request.headers["authorization"] ?? ""
            if count == 0 { return Reply.error("503 Busy", "again", headers: ["retry-after-ms: 1", "x-echo: \(key)"]) }
            return Reply.stream("Hello")
        }
        let result = try await scene.run("What is an API?", "-v")
        #expect(result.output == "Hello\n")
        let lines = result.error.split(separator: "\n").map(String.init)
        #expect(lines.first == "> POST \(scene.server.address)/v1/chat/completions")
        #expect(lines.contains("> authorization: Bearer sk-...GHIJ"))
        #expect(lines.contains { $0.hasPrefix("> {\"model\"") && $0.contains("What is an API?") })
        #expect(lines.contains("< HTTP 503"))
        #expect(lines.contains("< x-echo: Bearer sk-...GHIJ"))
        #expect(lines.contains { $0.contains("(attempt 2 of 3)") })
        #expect(lines.contains("< HTTP 200"))
        for event in ["connecting", "sent", "answered", "first bytes", "done, "] {
            #expect(lines.contains { $0.hasPrefix("* \(event)") }, "\(event)")
        }
    }

    @Test("Contradictory flags are rejected")
    func contradictions() async throws {
        for words in [["x", "-q", "-v"], ["x", "--json", "-x"], ["x", "-p", "a", "b"], ["x", "--color", "blue"]] {
            let result = try await CommandFixture().run(words)
            #expect(result.exitCode == 2, "\(words)")
            #expect(result.error.split(separator: "\n").count == 1)
        }
    }
}
