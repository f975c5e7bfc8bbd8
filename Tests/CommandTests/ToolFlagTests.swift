import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("--tool")
struct ToolFlagTests {
    private let answer = Reply.stream("It is ", "mild.")

    @Test("A program gets the arguments as JSON, and its output goes back to the model")
    func program() async throws {
        let tools = try ToolScene([ToolScene.calls(("weather", #"{"city":"Oslo"}"#)), answer])
        let weather = try tools.program("weather", "read line; echo \"$line: 12 degrees\"")
        let declaration = "weather(city, days int: ahead): Reports the weather=\(weather)"
        let result = try await tools.scene.run("--tool", declaration, "--yes", "Weather?")
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(result.output == "It is mild.\n")
        let function = tools.requests.first?["tools"]?[0]?["function"]
        #expect(function?["name"] == "weather")
        #expect(function?["description"] == "Reports the weather")
        #expect(function?["parameters"]?["properties"]?["days"]?["type"] == "integer")
        // `days` is required, so the first call is refused without running the program.
        #expect(tools.results(1).first?.contains("days") == true)
        let valid = try ToolScene([ToolScene.calls(("weather", #"{"city":"Oslo","days":2}"#)), answer])
        let run = try await valid.scene.run("--tool", declaration, "--yes", "Weather?")
        #expect(valid.results(1) == [#"{"city":"Oslo","days":2}: 12 degrees"# + "\n"])
        #expect(run.error.contains(#"waiter: running weather (\#(weather)) {"city":"Oslo","days":2}"#))
        #expect(run.error.contains("waiter: weather returned: "))
    }

    @Test("Without a terminal and without --yes nothing is sent")
    func noTerminal() async throws {
        let tools = try ToolScene([answer])
        for arguments in [["--tool", "date=date"], ["--mcp", "no-such-server"]] {
            let result = try await tools.scene.finish(tools.scene.start(arguments + ["x"]))
            #expect(result.exitCode == 2)
            #expect(result.error.contains("tools cannot be approved without a terminal"), "\(result.error)")
        }
        #expect(tools.scene.server.requests.isEmpty)
    }

    @Test(
        "An invalid declaration is a usage error, and nothing is sent",
        arguments: [
            ("date", "has no program"), ("=date", "not a valid tool name"), ("to day=date", "not a valid tool name"),
            ("a(b=date", "not closed"), ("a(b thing)=date", "unknown type 'thing'"), ("a=", "has no program"),
            ("a(@missing.json)=date", "no such file"), ("a='date", "unclosed quotation"),
        ]
    )
    func invalid(declaration: String, complaint: String) async throws {
        let tools = try ToolScene([answer])
        let result = try await tools.scene.run("--tool", declaration, "--yes", "x")
        #expect(result.exitCode == 2, "\(result.error)")
        #expect(result.error.contains(complaint), "\(result.error)")
        #expect(tools.scene.server.requests.isEmpty)
    }

    @Test("Two tools with the same name, or an out-of-range number of steps, are usage errors")
    func invalidTogether() async throws {
        let tools = try ToolScene([answer])
        let twice = try await tools.scene.run("--tool", "a=date", "--tool", "a=ls", "--yes", "x")
        #expect(twice.exitCode == 2 && twice.error.contains("two tools are named 'a'"), "\(twice.error)")
        let steps = try await tools.scene.run("--tool", "a=date", "--yes", "--max-steps", "0", "x")
        #expect(steps.exitCode == 2 && steps.error.contains("--max-steps"), "\(steps.error)")
        #expect(tools.requests.isEmpty)
    }

    @Test("A program does not see any of the command's keys")
    func environment() async throws {
        let tools = try ToolScene([ToolScene.calls(("env", "{}")), answer])
        try tools.scene.fixture.write(#"{"other":"sk-stored-0123456789abcdef"}"#, to: "keys.json", mode: 0o600)
        let result = try await tools.scene.run(
            "--tool",
            "env=env",
            "--yes",
            "x",
            environment: [
                "AWS_SECRET_ACCESS_KEY": "aws-0123456789", "GITHUB_TOKEN": "ghp_0123456789", "LC_ALL": "C.UTF-8",
                "LANG": "sk-stored-0123456789abcdef", "LC_TIME": "x\(Scene.key)",
            ]
        )
        #expect(result.exitCode == 0, "\(result.error)")
        let variables = try #require(tools.results(1).first)
        #expect(variables.contains("PATH=") && variables.contains("LC_ALL=C.UTF-8"))
        for secret in [Scene.key, "sk-stored", "aws-0123456789", "ghp_0123456789"] {
            #expect(!variables.contains(secret))
        }
    }

    @Test("A tool that fails, hangs, or prints without end or to the terminal is reported to the model")
    func misbehaviour() async throws {
        let calls = ToolScene.calls(
            ("fails", "{}"),
            ("hangs", "{}"),
            ("floods", "{}"),
            ("paints", "{}"),
            ("missing", "{}")
        )
        let tools = try ToolScene([calls, answer])
        let fails = try tools.program("fails", "echo 'out of cheese' >&2; exit 3")
        let paints = try tools.program("paints", "printf 'a\\033[31mred\\033]0;title\\007b'")
        let result = try await tools.scene.run(
            "--tool",
            "fails=\(fails)",
            "--tool",
            "hangs=sleep 1000",
            "--tool",
            "floods=yes",
            "--tool",
            "paints=\(paints)",
            "--tool",
            "missing=/no/such/program",
            "--tool-timeout",
            "0.5",
            "--yes",
            "x"
        )
        #expect(result.exitCode == 0, "\(result.error)")
        let outputs = tools.results(1)
        try #require(outputs.count == 5)
        #expect(outputs[0].hasPrefix("error: ") && outputs[0].contains("exit code 3"))
        #expect(outputs[0].contains("out of cheese"))
        #expect(
            outputs[1].contains("terminated after 0.5 s") || outputs[1].contains("terminated after 500 ms"),
            "\(outputs[1])"
        )
        #expect(outputs[2].contains("terminated after printing"))
        #expect(outputs[2].utf8.count < 200_000)
        #expect(outputs[3] == "aredb")
        #expect(outputs[4].hasPrefix("error: "))
        #expect(!result.error.contains("\u{1B}"))
    }

    @Test("The loop ends after --max-steps with exit code 10, and -c without a prompt continues it")
    func steps() async throws {
        let call = ToolScene.calls(("count", #"{"n":"a"}"#))
        let other = ToolScene.calls(("count", #"{"n":"b"}"#))
        let tools = try ToolScene([call, other, answer])
        let flags = ["--tool", "count(n)=cat", "--yes"]
        let result = try await tools.scene.finish(tools.scene.start(flags + ["--max-steps", "2", "Count"]))
        #expect(result.exitCode == 10)
        #expect(result.error.contains("did not answer within 2 steps"), "\(result.error)")
        #expect(tools.requests.count == 2)
        let more = try await tools.scene.finish(tools.scene.start(flags + ["-c"]))
        #expect(more.exitCode == 0, "\(more.error)")
        #expect(more.output == "It is mild.\n")
        #expect(tools.results(2) == ["{\"n\":\"a\"}\n", "{\"n\":\"b\"}\n"])
    }

    @Test("Each continuation has its own --max-steps limit")
    func repeatedSteps() async throws {
        let calls = ["a", "b", "c", "d"].map { ToolScene.calls(("count", #"{"n":"\#($0)"}"#)) }
        let tools = try ToolScene(calls + [answer])
        let flags = ["--tool", "count(n)=cat", "--yes", "--max-steps", "2"]
        for (arguments, exit) in [(["Count"], 10), (["-c"], 10), (["-c"], 0)] as [([String], Int32)] {
            let result = try await tools.scene.finish(tools.scene.start(flags + arguments))
            #expect(result.exitCode == exit, "\(result.error)")
        }
        #expect(tools.requests.count == 5)
    }

    @Test("A model that repeats itself is stopped with exit code 10")
    func repetition() async throws {
        let tools = try ToolScene([ToolScene.calls(("count", "{}"))])
        let result = try await tools.scene.run("--tool", "count=echo 1", "--yes", "--max-steps", "50", "Count")
        #expect(result.exitCode == 10)
        #expect(result.error.contains("the same call 3 times in a row"), "\(result.error)")
    }

    @Test("A budget ends the loop with exit code 11, before the call that it does not cover")
    func budget() async throws {
        let usage: JSONValue = ["prompt_tokens": 1_000, "completion_tokens": 1_000, "total_tokens": 2_000]
        let call = Array(ToolScene.calls(("count", "{}")).dropLast(2))
        let end: [FaultServer.Step] = [
            Reply.event(["choices": [], "usage": usage]), .chunk("data: [DONE]\n\n"), .lastChunk,
        ]
        let tools = try ToolScene([call + end, answer])
        try tools.scene.fixture.write(#"{"profiles": {"openai": {"billing": "list"}}}"#, to: "config.json")
        let result = try await tools.scene.run(
            "-m",
            "gpt-6.1-sol",
            "--max-tokens",
            "1000",
            "--budget",
            "0.02",
            "--tool",
            "count=echo 1",
            "--yes",
            "Count"
        )
        #expect(result.exitCode == 11, "\(result.error)")
        #expect(tools.requests.count == 1)
    }

    @Test("--json prints the last response only; --events reports calls and results")
    func forms() async throws {
        let json = try ToolScene([ToolScene.call("count", "{}"), Reply.completion("One.")])
        let whole = try await json.scene.run("--tool", "count=echo 1", "--yes", "--json", "Count")
        #expect(whole.exitCode == 0, "\(whole.error)")
        #expect(try JSONValue(jsonText: whole.output)["choices"]?[0]?["message"]?["content"] == "One.")
        let events = try ToolScene([ToolScene.calls(("count", "{}")), answer])
        let lines = try await events.scene.run("--tool", "count=echo 1", "--yes", "--events", "Count")
        let types = try lines.output.split(separator: "\n").map { try JSONValue(jsonText: String($0)) }
        #expect(types.map { $0["type"]?.stringValue } == ["tool_call", "tool_result", "delta", "delta", "end"])
        #expect(types[1]["output"] == "1\n" && types[1]["is_error"] == false && types[1]["name"] == "count")
    }

    @Test("-x and --schema apply to the answer, not to the calls")
    func answerForms() async throws {
        let code = try ToolScene([
            ToolScene.calls(("count", "{}"), text: "Let me see."), Reply.stream("```sh\nls\n```"),
        ])
        let extracted = try await code.scene.run("--tool", "count=echo 1", "--yes", "-x", "Count")
        #expect(extracted.output == "ls\n", "\(extracted.error)")
        let typed = try ToolScene([ToolScene.calls(("count", "{}")), Reply.stream(#"{"n":1}"#)])
        let value = try await typed.scene.run("--tool", "count=echo 1", "--yes", "--schema", "n int", "Count")
        #expect(value.exitCode == 0, "\(value.error)")
        #expect(value.output == "{\"n\":1}\n")
    }

    @Test("A server without tool support gets schema-based tools, and the answer's text is printed")
    func bySchema() async throws {
        let call = Reply.stream(#"{"tool":"count","#, #""arguments":{"n":"a"}}"#)
        let tools = try ToolScene([call, Reply.stream(#"{"answer":"It is"#, #" \"one\"."}"#)], isBySchema: true)
        let result = try await tools.scene.run("--tool", "count(n)=cat", "--yes", "-v", "Count")
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(result.output == "It is \"one\".\n")
        #expect(result.error.contains("offering them in a JSON schema"))
        #expect(tools.requests.first?["tools"] == nil)
        #expect(tools.requests.first?["response_format"]?["json_schema"]?["name"] == "call_or_answer")
        let whole = try ToolScene(
            [Reply.completion(#"{"tool":"count","arguments":{"n":"a"}}"#), Reply.completion(#"{"answer":"One."}"#)],
            isBySchema: true
        )
        let json = try await whole.scene.run("--tool", "count(n)=cat", "--yes", "--json", "Count")
        #expect(try JSONValue(jsonText: json.output)["choices"]?[0]?["message"]?["content"] == "One.", "\(json.error)")
    }

    @Test("The conversation keeps calls and results: log show prints them, and -c sends them again")
    func conversation() async throws {
        let tools = try ToolScene([ToolScene.calls(("weather", #"{"city":"Oslo"}"#)), answer, Reply.stream("Warm.")])
        let result = try await tools.scene.run("--tool", "weather(city)=echo 12 degrees", "--yes", "Weather?")
        #expect(result.exitCode == 0, "\(result.error)")
        let page = try await tools.scene.run("log", "show")
        #expect(page.output.contains(#"[calls weather {"city":"Oslo"}]"#), "\(page.output)")
        #expect(page.output.contains("tool weather, ") && page.output.contains("12 degrees"), "\(page.output)")
        let next = try await tools.scene.run("-c", "And Rome?")
        #expect(next.output == "Warm.\n", "\(next.error)")
        let roles = tools.requests.last?["messages"]?.arrayValue?.compactMap { $0["role"]?.stringValue }
        #expect(roles == ["user", "assistant", "tool", "assistant", "user"])
    }

    @Test("After Ctrl-C in the middle of a side effect, the model is told that the outcome is unknown")
    func interruption() async throws {
        let tools = try ToolScene([ToolScene.calls(("deploy", "{}"), ("other", "{}")), answer])
        let deploy = try tools.program("deploy", "echo begun > \"$(dirname \"$0\")/begun\"; sleep 1000")
        let flags = ["--tool", "deploy=\(deploy)", "--tool", "other=echo 1", "--yes"]
        let command = try await tools.scene.start(flags + ["Deploy"])
        #expect(await command.waitForError("waiter: running deploy"))
        command.send(signal: SIGINT)
        let result = await tools.scene.finish(command)
        #expect(result.exitCode == 130)
        #expect(
            result.error.contains("'deploy' was interrupted; it may or may not have taken effect"),
            "\(result.error)"
        )
        let next = try await tools.scene.finish(tools.scene.start(flags + ["-c", "What happened?"]))
        #expect(next.exitCode == 0, "\(next.error)")
        let outputs = tools.results(1)
        #expect(outputs.count == 2)
        #expect(outputs.first?.contains("unknown") == true)
        #expect(outputs.last == "error: the call was not run")
        let roles = tools.requests.last?["messages"]?.arrayValue?.compactMap { $0["role"]?.stringValue }
        #expect(roles == ["user", "assistant", "tool", "tool", "user"])
    }

    @Test("A second Ctrl-C ends the command and the tool, which ignores both")
    func secondInterruption() async throws {
        let tools = try ToolScene([ToolScene.calls(("deploy", "{}")), answer])
        let folder = tools.scene.fixture.waiterHome
        let script =
            "trap '' TERM INT; echo $$ > '\(folder)/pid.new'; mv '\(folder)/pid.new' '\(folder)/pid'; sleep 1000"
        let deploy = try tools.program("deploy", script)
        let command = try await tools.scene.start(["--tool", "deploy=\(deploy)", "--yes", "Deploy"])
        while !FileManager.default.fileExists(atPath: folder + "/pid") { await Task.yield() }
        command.send(signal: SIGINT)
        command.send(signal: SIGINT)
        #expect(await tools.scene.finish(command).exitCode == 130)
        let pid = try String(contentsOfFile: folder + "/pid", encoding: .utf8).filter(\.isNumber)
        var isRunning = true
        while isRunning {
            // Nobody may have waited for it yet.
            let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
            isRunning = status.map { !$0.contains(") Z ") } ?? false
            await Task.yield()
        }
    }

    @Test("An answer from a server that drops tools is not shown; schema-based tools are offered instead")
    func droppedTools() async throws {
        let usage: JSONValue = ["prompt_tokens": 2, "completion_tokens": 2, "total_tokens": 4]
        let ignoring: [FaultServer.Step] =
            [.eventStreamHead, Reply.piece("No tools here."), Reply.delta([:], finish: "stop")]
            + [Reply.event(["choices": [], "usage": usage]), .chunk("data: [DONE]\n\n"), .lastChunk]
        let bySchema = Reply.stream(#"{"answer":"Twelve degrees."}"#)
        let declaration = "weather(city: the name of a city, country: its country): Reports the weather of a city=cat"
        for flags in [[], ["--events"], ["--schema", "n"]] {
            let tools = try ToolScene([ignoring, bySchema])
            let result = try await tools.scene.finish(
                tools.scene.start(["--tool", declaration, "--yes", "Weather?"] + flags)
            )
            #expect(!result.output.contains("No tools here"), "\(flags)")
            #expect(result.error.contains("the server ignored the tools"), "\(result.error)")
            #expect(tools.requests.last?["response_format"] != nil)
            if flags.isEmpty { #expect(result.output == "Twelve degrees.\n") }
        }
    }

    @Test("The text of a step goes to standard error, so that a pipe receives only the answer")
    func stepText() async throws {
        let tools = try ToolScene([ToolScene.calls(("count", "{}"), text: "Let me count."), answer])
        let result = try await tools.scene.run("--tool", "count=echo 1", "--yes", "Count")
        #expect(result.output == "It is mild.\n")
        #expect(result.error.contains("Let me count."))
    }

    @Test("A partial answer with schema-based tools is printed and stored as text")
    func partialBySchema() async throws {
        let cut: [FaultServer.Step] = [.eventStreamHead, Reply.piece(#"{"answer":"It is "#), .close]
        let tools = try ToolScene([cut], isBySchema: true)
        let result = try await tools.scene.run("--tool", "count=echo 1", "--yes", "Count")
        #expect(result.exitCode == 10)
        #expect(result.output == "It is \n")
        let page = try await tools.scene.run("log", "show", "--json")
        #expect(page.output.contains(#""content": "It is ""#), "\(page.output)")
    }

    @Test("A dry run shows the tools and runs nothing")
    func dryRun() async throws {
        let tools = try ToolScene([answer])
        let result = try await tools.scene.run(
            "--tool",
            "today=date",
            "--mcp",
            "no-such-server",
            "--dry-run",
            "-m",
            "gpt-6.1-sol",
            "x"
        )
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(try JSONValue(jsonText: result.output)["tools"]?[0]?["function"]?["name"] == "today")
        #expect(result.error.contains("a dry run does not start"))
        #expect(tools.scene.server.requests.isEmpty)
    }

    @Test("A template does not silently drop a tool")
    func template() async throws {
        let tools = try ToolScene([answer])
        let result = try await tools.scene.run("--tool", "today=date", "--yes", "--save-template", "dated", "Today?")
        #expect(result.exitCode == 2)
        #expect(result.error.contains("templates cannot store"), "\(result.error)")
    }
}
