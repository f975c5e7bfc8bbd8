import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The installed model that these tests share; `make test` sets its path.
enum Installed {
    static let directory = ProcessInfo.processInfo.environment["WAITER_TEST_LOCAL_DIR"]
    static var isAvailable: Bool { directory != nil && CommandFixture.executable != nil }
}

/// A running local model, shared by the library's tests and started by the command's own process.
struct Served {
    let fixture: CommandFixture
    let client: OpenAI

    /// A home directory that uses the shared installation, so that no server of the user is affected.
    static func fixture() throws -> CommandFixture {
        let fixture = try CommandFixture(limit: .seconds(120))
        let installed = try #require(Installed.directory)
        let local = fixture.waiterHome + "/local"
        try FileManager.default.createDirectory(atPath: local, withIntermediateDirectories: true)
        for name in ["engine", "models"] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(local)/\(name)",
                withDestinationPath: "\(installed)/\(name)"
            )
        }
        return fixture
    }

    /// Starts a server and stops it in any case.
    static func with(_ options: [String] = [], _ body: (Served) async throws -> Void) async throws {
        let fixture = try fixture()
        let start = try await fixture.run(["local", "start"] + options)
        let result: Result<Void, any Error>
        do {
            try #require(start.exitCode == 0, "\(start.error)")
            let address = start.output.split(separator: "\n").map(String.init).last ?? ""
            let variables = try await fixture.run(["local", "env", "--shell", "sh"])
            let key = variables.output.split(separator: "OPENAI_API_KEY=").last.map { String($0.dropLast()) }
            let configuration = try OpenAI.Configuration(apiKey: key.map { APIKey($0) }, baseURL: BaseURL(address))
            let client = try OpenAI(configuration: configuration)
            result = .success(try await body(Served(fixture: fixture, client: client)))
        } catch {
            result = .failure(error)
        }
        _ = try await fixture.run(["local", "stop"])
        try result.get()
    }

    func request(_ prompt: String, limit: Int = 16) -> ChatCompletionRequest {
        var request = ChatCompletionRequest(model: "smollm2-135m", messages: [.user(prompt)])
        request.maxTokens = limit
        request.temperature = 0
        return request
    }
}

@Suite("The real local model", .enabled(if: Installed.isAvailable), .serialized, .timeLimit(.minutes(5)))
struct LocalModelTests {
    @Test("The client library: answers, streams, models, errors, schemas, cancellation, extra fields")
    func library() async throws {
        try await Served.with { served in
            try await answers(served)
            try await counting(served)
            try await errors(served)
            try await schema(served)
            try await cancellation(served)
            try await strangers(served)
        }
    }

    /// The requests of other users and web pages, which can reach the port without a key.
    private func strangers(_ served: Served) async throws {
        let address = served.client.configuration.baseURL
        let stranger = try OpenAI(configuration: .init(baseURL: address, retry: RetryPolicy(maxRetries: 0)))
        let refusal = await error { try await stranger.chat.completions.create(served.request("Hi")) }
        #expect(refusal?.code == .authentication)
        // A page whose host name resolves to this machine (DNS rebinding) has no key, whatever its Host and Origin.
        let page = RequestOptions(headers: ["origin": "https://evil.example"])
        let rebound = await error { try await stranger.chat.completions.create(served.request("Hi"), options: page) }
        #expect(rebound?.code == .authentication)
        let known = try await served.client.send(.chatCompletion(served.request("Hi", limit: 1)), options: page)
        let allowed = known.head.fields[.accessControlAllowOrigin]
        #expect(allowed != "*" && allowed != "https://evil.example")
    }

    /// The server counts, so that a dry run and the call itself have the same count.
    private func counting(_ served: Served) async throws {
        for prompt in ["What is the capital of France?", "naïve 日本語\n\n", "<|im_end|>"] {
            let usage = try await served.client.chat.completions.create(served.request(prompt)).usage
            let preview = try await served.fixture.run([prompt, "-P", "local", "--dry-run"])
            let expected = "waiter: input: \(usage?.promptTokens ?? 0) tokens (exact), no cost; "
            #expect(preview.errorLines.last?.hasPrefix(expected) == true, "\(preview.error)")
        }
        let count = try await served.fixture.run(
            ["tokens", "count", "-m", "smollm2-135m", "--json"],
            input: .text("Hello world")
        )
        #expect(try JSONValue(jsonText: count.output)["exact"] == true)
        #expect(try await served.fixture.run(["models", "show", "smollm2-135m"]).output.contains("price    none"))
    }

    private func answers(_ served: Served) async throws {
        let client = served.client
        let completion = try await client.chat.completions.create(served.request("What is the capital of France?"))
        #expect(!completion.text.isEmpty)
        #expect(completion.usage?.completionTokens ?? 0 > 0)
        var accumulator = ChatCompletionAccumulator()
        var pieces = 0
        for try await chunk in try await client.chat.completions.stream(
            served.request("What is the capital of France?")
        ) {
            accumulator.append(chunk)
            pieces += 1
        }
        // At temperature 0 the model is deterministic.
        #expect(accumulator.completion.text == completion.text)
        #expect(accumulator.completion.choices[0].finishReason == completion.choices[0].finishReason)
        #expect(pieces > 3)
        #expect(try await client.models.list().data.map(\.id) == ["smollm2-135m"])
        // A llama.cpp sampler outside OpenAI's protocol: only the most likely token remains.
        var hot = served.request("What is the capital of France?")
        hot.temperature = 2
        let options = RequestOptions(extraBody: ["top_k": 1])
        #expect(try await client.chat.completions.create(hot, options: options).text == completion.text)
    }

    private func errors(_ served: Served) async throws {
        let missing = await error { try await served.client.request(.get, "/nowhere", as: JSONValue.self) }
        #expect(missing?.code == .notFound)
        #expect(missing?.status == 404)
        let long = served.request(String(repeating: "one two three ", count: 4000))
        let overflow = await error { try await served.client.chat.completions.create(long) }
        #expect(overflow?.code == .contextLengthExceeded)
        #expect(overflow?.server?.contextSize == 4096)
        #expect(overflow?.server?.promptTokens ?? 0 > 4096)
    }

    private func schema(_ served: Served) async throws {
        let format: JSONValue = [
            "type": "json_schema",
            "json_schema": [
                "name": "city",
                "schema": [
                    "type": "object", "properties": ["city": ["type": "string", "maxLength": 20]],
                    "required": ["city"], "additionalProperties": false,
                ],
            ],
        ]
        let completion = try await served.client.chat.completions.create(
            served.request("Name the capital of France as JSON.", limit: 60),
            options: RequestOptions(extraBody: ["response_format": format])
        )
        let answer = try JSONValue(jsonText: completion.text)
        #expect(answer.objectValue?.keys == ["city"])
        #expect(answer["city"]?.stringValue?.isEmpty == false)
    }

    private func cancellation(_ served: Served) async throws {
        let request = served.request("Count from one to one thousand.", limit: 3000)
        for try await _ in try await served.client.chat.completions.stream(request) { break }
        var configuration = served.client.configuration
        configuration.baseURL = try BaseURL(configuration.baseURL.origin)
        let root = try OpenAI(configuration: configuration)
        // The server detects a closed connection when it writes the next token; only polling can observe this.
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let slots = try await root.request(.get, "/slots", as: JSONValue.self).value
            if slots.arrayValue?.allSatisfy({ $0["is_processing"] == false }) == true { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("leaving the stream did not free the server's slot")
    }

    private func error(_ call: () async throws -> some Any) async -> OpenAIError? {
        do {
            _ = try await call()
            return nil
        } catch {
            return error as? OpenAIError
        }
    }

    @Test("Two concurrent questions start one server, a third one uses it, and `local stop` ends it")
    func command() async throws {
        let fixture = try Served.fixture()
        let first = try await fixture.start(["--max-tokens", "12", "What is the capital of France?"])
        let second = try await fixture.start(["--max-tokens", "12", "Say hello"], input: .text("some text\n"))
        let (answer, other) = (await first.result(), await second.result())
        for result in [answer, other] {
            // The model decides whether it finishes within the limit.
            #expect([0, 10].contains(result.exitCode), "\(result.error)")
            #expect(result.output.count > 1 && result.output.hasSuffix("\n") && !result.output.contains("\u{1B}"))
            #expect(result.errorLines.first == Self.noKeyNotice)
        }
        let starts = [answer, other].filter { $0.error.contains("waiter: starting the local model") }
        #expect(starts.count == 1)

        let status = try await JSONValue(jsonText: fixture.run(["local", "status", "--json"]).output)
        #expect(status["server"]?["answering"] == true)
        let third = try await fixture.run(["-q", "--max-tokens", "3", "Count"], streams: .terminal)
        #expect(third.exitCode == 10)
        let again = try await JSONValue(jsonText: fixture.run(["local", "status", "--json"]).output)
        #expect(again["server"]?["pid"] == status["server"]?["pid"])
        try await modelsAndAddress(fixture, status)

        let stop = try await fixture.run(["local", "stop"])
        #expect(stop.error == "the local server has stopped\n")
        let after = try await JSONValue(jsonText: fixture.run(["local", "status", "--json"]).output)
        #expect(after["server"] == .null)
    }

    private func modelsAndAddress(_ fixture: CommandFixture, _ status: JSONValue) async throws {
        let wrong = try await fixture.run(["-m", "gpt-6.1-sol", "Hi"], environment: ["WAITER_PROFILE": "local"])
        #expect(wrong.exitCode == 5)
        #expect(
            wrong.error.contains(
                "the local server has no model 'gpt-6.1-sol' (-m); omit it, or use -m smollm2-135m"
            )
        )
        let start = try await fixture.run(["local", "start"])
        #expect(start.output == (status["server"]?["base_url"]?.stringValue ?? "") + "\n")
        #expect(start.error == "")
    }

    @Test("Ctrl-C during an answer leaves the server running, with a free slot")
    func interruption() async throws {
        try await Served.with { served in
            // Prevents a short answer from completing before the signal.
            let endless = ["-o", "+ignore_eos", "true", "--max-tokens", "3000"]
            let command = try await served.fixture.start(endless + ["Count from one to one thousand."])
            #expect(await command.waitForOutput(" "))
            command.send(signal: 2)
            let result = await command.result()
            #expect(result.exitCode == 130)
            #expect(result.output.hasSuffix("\n"))
            let next = try await served.client.chat.completions.create(served.request("Hi", limit: 3))
            #expect(!next.text.isEmpty)
        }
    }

    @Test("A chat whose server has stopped starts a new one")
    func chatAfterTheEnd() async throws {
        try await Served.with { served in
            let chat = try await served.fixture.start(
                ["chat", "-P", "local", "--max-tokens", "8"],
                input: .terminal,
                environment: ["TERM": "xterm"],
                streams: .terminal
            )
            #expect(await chat.waitForOutput("> "), "\(chat.outputSoFar)")
            #expect(try await served.fixture.run(["local", "stop"]).exitCode == 0)
            chat.type("Hi\r")
            #expect(await chat.waitForOutput("starting the local model"), "\(chat.outputSoFar)")
            // The prompt after the answer, not the one before it.
            let isBack = { chat.outputSoFar.split(separator: "starting the local model").last?.contains("/4.1k > ") }
            for _ in 0..<600 where isBack() != true { try await Task.sleep(for: .milliseconds(50)) }
            chat.type("\u{4}")
            #expect(await chat.result().exitCode == 0)
        }
    }

    @Test("A conversation longer than the model's context window continues, and all of it is stored")
    func longConversation() async throws {
        try await Served.with(["--context", "512"]) { served in
            let filler = String(repeating: "The waiter brought the soup and the bread to the table. ", count: 12)
            for turn in 1...5 {
                let earlier = turn == 1 ? [] : ["-c"]
                let result = try await served.fixture.run(
                    earlier + ["--max-tokens", "12", "Turn \(turn). \(filler) What was brought?"]
                )
                // The answer may be longer than that: it is then truncated and marked as such.
                #expect(result.exitCode == 0 || result.exitCode == 10, "\(result.error)")
                #expect(!result.output.isEmpty)
                #expect(result.error.contains("omitted") == (turn > 2), "\(turn): \(result.error)")
            }
            let alone = try await served.fixture.run(["-c", String(repeating: filler, count: 5)])
            #expect(alone.exitCode == 4)
            #expect(alone.error.contains("tokens"))
            let shown = try await served.fixture.run(["log", "show", "last", "--raw"])
            for turn in 1...5 { #expect(shown.output.contains("Turn \(turn). ")) }
        }
    }

    private static let noKeyNotice =
        "waiter: no API key found; using the local model (set OPENAI_API_KEY to use OpenAI)"
}
