import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

@Suite("--events")
struct EventTests {
    private func events(_ result: CommandResult) throws -> [JSONValue] {
        try result.output.split(separator: "\n").map { try JSONValue(jsonText: String($0)) }
    }

    @Test("Reasoning, answer, tool calls and tokens are JSON lines as they arrive, followed by an end event")
    func stream() async throws {
        let call: JSONValue = [
            "index": 0, "id": "c1", "type": "function", "function": ["name": "look", "arguments": "{\"q\":"],
        ]
        let more: JSONValue = ["index": 0, "function": ["arguments": "1}"]]
        let usage: JSONValue = [
            "prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12,
            "prompt_tokens_details": ["cached_tokens": 2],
        ]
        let gate = Gate()
        let scene = try Scene { _, _ in
            [.eventStreamHead, Reply.delta(["reasoning_content": "Hm."]), Reply.piece("One\n"), .wait(gate)]
                + [Reply.piece("two"), Reply.delta(["tool_calls": [call]]), Reply.delta(["tool_calls": [more]])]
                + [Reply.delta([:], finish: "tool_calls"), Reply.event(["choices": [], "usage": usage])]
                + [.chunk("data: [DONE]\n\n"), .lastChunk]
        }
        let command = try await scene.start(["x", "--events"])
        #expect(await command.waitForOutput(#"{"type":"delta","text":"One\n"}"# + "\n"))
        gate.open()
        let result = await scene.finish(command)
        #expect(result.exitCode == 0 && result.error == "")
        let events = try events(result)
        #expect(
            events.compactMap { $0["type"]?.stringValue } == [
                "reasoning", "delta", "delta", "tool_call", "usage", "end",
            ]
        )
        #expect(events[0]["text"] == "Hm." && events[2]["text"] == "two")
        #expect(events[3] == ["type": "tool_call", "id": "c1", "name": "look", "arguments": #"{"q":1}"#])
        #expect(events[4]["input_tokens"] == 7 && events[4]["output_tokens"] == 5 && events[4]["cached_tokens"] == 2)
        #expect(events[5]["exit"] == 0 && events[5]["finish_reason"] == "tool_calls")
        #expect(scene.server.requests.first?.json["stream_options"]?["include_usage"] == true)
    }

    @Test("Every failure writes an end event with the exit code, and both streams contain only JSON")
    func endings() async throws {
        let cut = [.eventStreamHead, Reply.piece("Half")] + [FaultServer.Step.close]
        for (steps, words, exit, kind) in [
            (Reply.stream("Cut", finish: "length"), [], 10, "lengthLimit"), (cut, [], 10, "streamTruncated"),
            (Reply.error("401 Unauthorized", "No."), ["-v"], 8, "authentication"),
            (Reply.completion("Whole"), ["--no-stream"], 0, nil),
        ] as [([FaultServer.Step], [String], Int32, String?)] {
            let scene = try Scene(steps)
            let command = try await scene.start(["x", "--events", "--retries", "0"] + words)
            let result = await scene.finish(command)
            #expect(result.exitCode == exit, "\(result)")
            let events = try events(result)
            #expect(events.count { $0["type"] == "end" } == 1)
            #expect(events.last?["exit"]?.intValue == Int(exit))
            #expect(events.last?["error"]?["kind"]?.stringValue == kind)
            let lines = try result.errorLines.map { try JSONValue(jsonText: $0) }
            #expect(lines.last?["error"]?["kind"]?.stringValue == kind || lines.isEmpty)
        }
    }

    @Test("Ctrl-C writes an end event with code 130, and a usage error is JSON as well")
    func others() async throws {
        let scene = try Scene([.eventStreamHead, Reply.piece("Once"), .stall])
        let command = try await scene.start(["x", "--events"])
        #expect(await command.waitForOutput("Once"))
        command.send(signal: SIGINT)
        let result = await scene.finish(command)
        #expect(result.exitCode == 130)
        #expect(try events(result).last?["exit"] == 130)
        for words in [["--json"], ["-x"], ["--dry-run"]] {
            let command = try await scene.start(["x", "--events"] + words)
            let wrong = await scene.finish(command)
            #expect(wrong.exitCode == 2 && wrong.output == "")
            #expect(try JSONValue(jsonText: wrong.error)["error"]?["exit"] == 2)
        }
    }
}
