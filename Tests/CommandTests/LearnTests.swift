import Foundation
import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

@Suite("`waiter learn`")
struct LearnTests {
    private static let count = 13

    /// Texts that only the calls of each step produce.
    private static let results: [[String]] = [
        ["> POST /v1/chat/completions HTTP/1.1", "> Authorization: Bearer sk-...", "< HTTP/1.1 200 OK"],
        ["main.swift:3: openai sk-...", "> GET /v1/models HTTP/1.1"],
        ["local model     not installed", "OPENAI_API_KEY  not set", "\"id\": \"lesson\""],
        ["Requests: 2. Connections that were opened: "],
        ["  Hello, Ada.\n", "{\"content\":\" Ada\"}", "< data: [DONE]\n"],
        ["< I do not know your name.\n", "< Your name is Ada.\n"],
        ["\"role\": \"system\"", "< AN API IS A WAITER"],
        ["How| many| tokens", "resulted in 608 tokens", "OpenAIError.contextLengthExceeded"],
        ["choices: array of 1", "\n  An API is a waiter: it takes your order"],
        ["\"type\": \"json_schema\"", "Dish(name: \"Tomato soup\", ", "OpenAIError.schemaViolation"],
        [
            "< HTTP/1.1 401 Unauthorized", "OpenAIError.authentication", "< HTTP/1.1 404 Not Found",
            "OpenAIError.notFound", "< HTTP/1.1 429 Too Many Requests", "< retry-after: 1", "HTTP 429: waiting 1 s",
            "OpenAIError.streamTruncated", "error.completion?.text: An API is a\n",
        ],
        ["OpenAIError.timeout", "error.deadline: total"],
        ["\"prompt_tokens\": 12", "lesson          ?", "gpt-6.1-sol     $0."],
    ]

    /// An environment in which every connection to another machine would fail.
    private static let offline = [
        "http_proxy": "http://127.0.0.1:1", "HTTP_PROXY": "http://127.0.0.1:1", "HTTPS_PROXY": "http://127.0.0.1:1",
    ]

    private func progress(_ fixture: CommandFixture) -> [String] {
        let data = FileManager.default.contents(atPath: fixture.waiterHome + "/learn.json") ?? Data()
        let json = try? JSONValue(jsonText: String(decoding: data, as: UTF8.self))
        return json?["completed"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    /// Stores that all steps before this one are completed.
    private func complete(upTo step: Int, _ fixture: CommandFixture) throws {
        let names = [
            "request", "key", "install", "client", "chat", "history", "roles", "tokens", "answer", "types", "errors",
            "timeouts", "usage",
        ]
        let quoted = names.prefix(step - 1).map { "\"\($0)\"" }.joined(separator: ", ")
        try fixture.write("{\"completed\": [\(quoted)]}", to: "learn.json")
    }

    @Test("Each step makes its calls without a key, a network or a local model", arguments: 1...count)
    func step(number: Int) async throws {
        let fixture = try CommandFixture()
        let result = try await fixture.run(["learn", "--step", "\(number)"], environment: Self.offline)
        #expect(result.exitCode == 0)
        #expect(result.error == "")
        #expect(result.output.hasPrefix("\nStep \(number) of 13: "))
        for text in Self.results[number - 1] { #expect(result.output.contains(text), "\(text) in\n\(result.output)") }
        for part in ["\n\nWith the command:\n", "\n\nIn Swift:\n", "\n\nRun\n", "\n\nIn short\n"] {
            #expect(result.output.contains(part), "\(part)")
        }
        #expect(!result.output.contains("sk-proj-"), "a key is shown")
        #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(!result.output.contains { $0 == "\u{1B}" })
        let needsModel = [5, 8, 13].contains(number)
        #expect(result.output.contains("waiter local install` (") == needsModel)
        #expect(progress(fixture).count == 1)
    }

    @Test("In a pipe, the remaining steps run one after another, and then all are complete")
    func remaining() async throws {
        let fixture = try CommandFixture()
        try complete(upTo: 12, fixture)
        let rest = try await fixture.run(["learn"])
        #expect(rest.exitCode == 0 && rest.error == "")
        let titles = rest.output.split(separator: "\n").filter { $0.hasPrefix("Step ") }
        #expect(titles == ["Step 12 of 13: Timeouts", "Step 13 of 13: Usage and cost"])
        #expect(rest.output.hasSuffix("\n\nYou have completed all 13 steps.\n"))
        let again = try await fixture.run(["learn"])
        #expect(again.exitCode == 0)
        #expect(again.output.hasPrefix("\nYou have completed all 13 steps. Repeat one with `waiter learn --step N`"))
    }

    @Test("The list marks completed steps, and a repeated step is recorded once, in the user's own file")
    func list() async throws {
        let fixture = try CommandFixture()
        for _ in 0..<2 { #expect(try await fixture.run(["learn", "--step", "6"]).exitCode == 0) }
        let list = try await fixture.run(["learn", "--list"])
        #expect(list.exitCode == 0 && list.error == "")
        let lines = list.output.split(separator: "\n")
        #expect(lines.count == 13)
        #expect(lines.first == " 1        A handwritten request")
        #expect(lines.filter { $0.contains("done") } == [" 6  done  No memory: you keep the history"])
        #expect(progress(fixture) == ["history"])
        let path = fixture.waiterHome + "/learn.json"
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("A step that does not exist, or a contradiction, is a usage error", arguments: ["14", "0", "-1", "x"])
    func wrongStep(number: String) async throws {
        let fixture = try CommandFixture()
        let result = try await fixture.run(["learn", "--step=\(number)"])
        #expect(result.exitCode == 2 && result.output == "")
        if number != "x" { #expect(result.error.contains("--step must be between 1 and 13"), "\(result.error)") }
        for words in [["--list", "--step", "1"], ["--restart", "--list"]] {
            let result = try await fixture.run(["learn"] + words)
            #expect(result.exitCode == 2, "\(words)")
            #expect(result.error.contains("cannot be combined"), "\(result.error)")
        }
    }

    @Test("A damaged progress file is reported and does not prevent learning")
    func damaged() async throws {
        let fixture = try CommandFixture()
        try fixture.write("{", to: "learn.json")
        let result = try await fixture.run(["learn", "--step", "2"])
        #expect(result.exitCode == 0)
        #expect(
            result.error
                == "waiter: \(fixture.waiterHome)/learn.json is not a valid progress file; treating all steps as not completed\n"
        )
        #expect(progress(fixture) == ["key"])
    }

    // MARK: On a terminal

    private static let question = "[q] quit: "

    private func start(
        _ fixture: CommandFixture,
        _ arguments: [String] = [],
        environment: [String: String] = [:]
    ) async throws -> RunningCommand {
        try await fixture.start(
            ["learn"] + arguments,
            input: .terminal,
            environment: environment.merging(["TERM": "xterm"]) { $1 },
            streams: .terminal
        )
    }

    @Test("On a terminal, Enter runs and continues, r repeats, and q ends; the server of a step ends with it")
    func asking() async throws {
        let fixture = try CommandFixture()
        try complete(upTo: 4, fixture)
        let command = try await start(fixture)
        #expect(await command.waitForOutput("[Enter] run, [q] quit: "))
        #expect(!command.outputSoFar.contains("> GET"), "the calls are made after the question")
        command.type("\n")
        #expect(await command.waitForOutput("[Enter] next, [r] repeat, [q] quit: "))
        let shown = command.outputSoFar
        #expect(shown.contains("Step 4 of 13"))
        let port = try #require(shown.firstMatch(of: /127\.0\.0\.1:(\d+)\/v1:/).flatMap { UInt16($0.output.1) })
        if isLinux { #expect(!Self.isListening(on: port), "the server is still running") }
        // Typed ahead: repeat step 4 and run it, continue with step 5 and run it, quit.
        command.type("r\n\n\n\nq\n")
        let result = await command.result()
        #expect(result.exitCode == 0)
        let headings = result.output.matches(of: /Step (\d+) of 13/).map { String($0.output.1) }
        #expect(headings == ["4", "4", "5"])
        #expect(progress(fixture).count == 5)
    }

    @Test("The end of the input ends the lesson and its line")
    func endOfInput() async throws {
        let fixture = try CommandFixture()
        let command = try await start(fixture)
        #expect(await command.waitForOutput(Self.question))
        command.type("\u{04}")
        let result = await command.result()
        #expect(result.exitCode == 0)
        #expect(result.output.hasSuffix("[Enter] run, [q] quit: \n"))
    }

    @Test("If progress cannot be saved, this is reported once, and the lessons continue")
    func unwritable() async throws {
        let fixture = try CommandFixture()
        let command = try await start(fixture, environment: ["WAITER_HOME": "/dev/null/waiter"])
        #expect(await command.waitForOutput(Self.question))
        // Step 1 and step 2 run.
        command.type("\n\n\nq\n")
        let result = await command.result()
        #expect(result.exitCode == 0)
        #expect(result.output.contains("Step 2 of 13"))
        let text = result.output.replacing("\n", with: " ")
        #expect(text.matches(of: /cannot save your progress/).count == 1, "\(result.output)")
    }

    @Test("No line is wider than a terminal of 40 columns")
    func narrow() async throws {
        let fixture = try CommandFixture()
        // Without a terminal for the questions, all steps run.
        let result = try await fixture.run(
            ["learn"],
            environment: ["TERM": "xterm"],
            streams: CommandStreams(output: .terminal, columns: 40)
        )
        #expect(result.exitCode == 0)
        let lines = result.output.replacing(/\u{1B}\[[0-9;]*m/, with: "").split(separator: "\n")
        #expect(lines.count > 500)
        for line in lines { #expect(line.count <= 40, "\(line)") }
        #expect(progress(fixture).count == Self.count)
    }

    @Test("Ctrl-C in the middle of a step ends it, and earlier steps remain complete")
    func interrupted() async throws {
        let fixture = try CommandFixture()
        try complete(upTo: 10, fixture)
        let command = try await start(fixture)
        #expect(await command.waitForOutput(Self.question))
        // Step 10 runs, then step 11.
        command.type("\n\n\n")
        #expect(await command.waitForOutput("waiting 1 s"))
        command.send(signal: SIGINT)
        let result = await command.result()
        #expect(result.exitCode == 130)
        #expect(result.output.hasSuffix("waiter: interrupted\n"))
        #expect(progress(fixture).count == 10)
        let next = try await start(fixture)
        #expect(await next.waitForOutput("Step 11 of 13"))
        next.send(signal: SIGINT)
        #expect(await next.result().exitCode == 130)
    }

    private static func isListening(on port: UInt16) -> Bool {
        let descriptor = SocketCall.makeTCPSocket()
        defer { close(descriptor) }
        return SocketCall.withLoopbackAddress(port: port) { connect(descriptor, $0, $1) } == 0
    }
}
