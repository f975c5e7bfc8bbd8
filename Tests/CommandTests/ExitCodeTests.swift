import Testing
import Waiter
import WaiterTestSupport

/// An outcome of a call: the server's behavior and the output of the command.
struct Ending: Sendable, CustomTestStringConvertible {
    var name: String
    var steps: [FaultServer.Step]
    var exit: Int32
    /// The first line of standard error after `waiter: `; HOST is replaced by the server.
    var says: String
    /// Further text expected on standard error.
    var details: [String] = []
    var output = ""

    var testDescription: String { name }
}

@Suite("Exit codes")
struct ExitCodeTests {
    static let endings: [Ending] = [
        Ending(
            name: "a refusal",
            steps: [.eventStreamHead, Reply.delta(["refusal": "I will"]), Reply.delta(["refusal": " not."])]
                + Reply.end(),
            exit: 3,
            says: "the model refused to answer",
            details: ["  I will not."]
        ),
        Ending(
            name: "a content filter in the middle",
            steps: Reply.stream("So far", finish: "content_filter"),
            exit: 3,
            says: "the answer was cut off by a content filter",
            output: "So far\n"
        ),
        Ending(
            name: "a content filter before the answer",
            steps: Reply.error("400 Bad Request", "Filtered.", code: "content_filter"),
            exit: 3,
            says: "the prompt was rejected by a content filter (HOST, HTTP 400)",
            details: ["  Filtered."]
        ),
        Ending(
            name: "a prompt too long for OpenAI",
            steps: Reply.error(
                "400 Bad Request",
                "This model's maximum context length is 128000 tokens.",
                type: "invalid_request_error",
                code: "context_length_exceeded"
            ),
            exit: 4,
            says: "the prompt exceeds the model's context window (HOST, HTTP 400); "
                + "shorten it, or choose a model with a larger context window",
            details: ["  This model's maximum context length is 128000 tokens."]
        ),
        Ending(
            name: "a prompt too long for llama.cpp",
            steps: [
                .response(
                    #"{"error":{"code":400,"message":"the request exceeds the available context size","#
                        + #""type":"exceed_context_size_error","n_prompt_tokens":5000,"n_ctx":2048}}"#,
                    status: "400 Bad Request"
                )
            ],
            exit: 4,
            says: "the prompt of 5000 tokens exceeds the model's context window of 2048 (HOST, HTTP 400); "
                + "shorten it, or choose a model with a larger context window"
        ),
        Ending(
            name: "a used-up quota",
            steps: Reply.error("429 Too Many Requests", "You exceeded your quota.", code: "insufficient_quota"),
            exit: 6,
            says: "the account's quota is exhausted (HOST, HTTP 429); "
                + "check its plan and billing; retrying later does not help",
            details: ["  You exceeded your quota."]
        ),
        Ending(
            name: "a wait that is too long",
            steps: Reply.error(
                "429 Too Many Requests",
                "Slow down.",
                headers: ["retry-after: 300", "x-ratelimit-limit-tokens: 1000", "x-ratelimit-remaining-tokens: 0"]
            ),
            exit: 6,
            says: "rate limit of 1000 tokens reached (HOST, HTTP 429); try again in 5 min"
        ),
        Ending(
            name: "a wrong key that the server echoes",
            steps: Reply.error(
                "401 Unauthorized",
                "Incorrect API key provided: \(Scene.key).",
                headers: ["x-request-id: req_42"]
            ),
            exit: 8,
            says: "the API key was rejected (HOST, HTTP 401); check OPENAI_API_KEY",
            details: ["  Incorrect API key provided: sk-...GHIJ.", "  request id: req_42"]
        ),
        Ending(
            name: "a key without the permission",
            steps: Reply.error("403 Forbidden", "Not for you."),
            exit: 8,
            says: "the API key lacks permission for this request (HOST, HTTP 403); use a key or project that has it"
        ),
        Ending(
            name: "the token limit",
            steps: Reply.stream("As long as", finish: "length"),
            exit: 10,
            says: "the answer was truncated at the token limit; raise the limit with --max-tokens",
            output: "As long as\n"
        ),
        Ending(
            name: "a stream that is cut",
            steps: [.eventStreamHead, Reply.piece("Once upon"), .close],
            exit: 10,
            says: "the answer was cut off (HOST); the partial answer was printed; try again",
            output: "Once upon\n"
        ),
        Ending(
            name: "a connection that is reset in the middle",
            steps: [.eventStreamHead, Reply.piece("Once upon"), .reset],
            exit: 10,
            says: "the answer was cut off (HOST); the partial answer was printed; try again"
        ),
        Ending(
            name: "an error in the middle of the stream",
            steps: [
                .eventStreamHead, Reply.piece("Once upon"), Reply.event(["error": ["message": "Overloaded."]]),
                .lastChunk,
            ],
            exit: 10,
            says: "the server aborted the answer (HOST); try again",
            details: ["  Overloaded."],
            output: "Once upon\n"
        ),
        Ending(
            name: "a web page instead of an answer",
            steps: [.response("<html><title>Login</title></html>", headers: ["content-type: text/html"])],
            exit: 1,
            says: "the server sent HTML or XML instead of a stream; check the base URL (HOST)"
        ),
        Ending(
            name: "a web page that shows the key",
            steps: [.response("<html>\(Scene.key)</html>", headers: ["content-type: text/html"])],
            exit: 1,
            says: "the server sent HTML or XML instead of a stream; check the base URL (HOST)",
            details: ["  <html>sk-...GHIJ</html>"]
        ),
        Ending(
            name: "a stream whose error shows the key",
            steps: [.eventStreamHead, Reply.event(["error": ["message": .string("Bad \(Scene.key)")]]), .lastChunk],
            exit: 1,
            says: "the server aborted the answer (HOST); try again",
            details: ["  Bad sk-...GHIJ"]
        ),
        Ending(
            name: "a request that the server finds wrong",
            steps: Reply.error("400 Bad Request", "Unsupported value: 'temperature'."),
            exit: 1,
            says: "the server rejected the request (HOST, HTTP 400)",
            details: ["  Unsupported value: 'temperature'."]
        ),
        Ending(
            name: "a path that the server does not know",
            steps: [.response("Not Found", status: "404 Not Found", headers: ["content-type: text/plain"])],
            exit: 1,
            says: "no such path on the server (HOST, HTTP 404); check the base URL; most end in /v1"
        ),
    ]

    @Test("Each outcome of a call has its exit code, message and next step", arguments: endings)
    func ending(_ ending: Ending) async throws {
        let scene = try Scene(ending.steps)
        let result = try await scene.run("x")
        #expect(result.exitCode == ending.exit)
        let host = "127.0.0.1:\(scene.server.port)"
        #expect(result.errorLines.first == "waiter: " + ending.says.replacing("HOST", with: host))
        for line in ending.details { #expect(result.errorLines.contains(line)) }
        // A reset can overtake the chunk before it.
        if ending.output.isEmpty { return }
        #expect(result.output == ending.output)
    }

    @Test("With --json, each failure is an object on standard error, and standard output is JSON or empty")
    func jsonErrors() async throws {
        let headers = ["retry-after: 300", "x-request-id: req_7"]
        let scene = try Scene(Reply.error("429 Too Many Requests", "Slow down.", headers: headers))
        let result = try await scene.run("x", "--json")
        #expect(result.output == "")
        let error = try JSONValue(jsonText: result.error)["error"]
        #expect(error?["kind"] == "rateLimited")
        #expect(error?["status"] == 429)
        #expect(error?["request_id"] == "req_7")
        #expect(error?["retry_after"]?.doubleValue == 300)
        #expect(error?["exit"] == 6)
        #expect(error?["message"]?.stringValue?.contains("Slow down.") == true)
        #expect(result.exitCode == 6)

        let cut = try Scene(Reply.completion("As long", finish: "length"))
        let incomplete = try await cut.run("x", "--json")
        #expect(incomplete.exitCode == 10)
        #expect(try JSONValue(jsonText: incomplete.output)["choices"] != nil)
        #expect(try JSONValue(jsonText: incomplete.error)["error"]?["kind"] == "lengthLimit")
    }

    @Test("With --json, every line on standard error is JSON, including notices and -v output")
    func jsonNotices() async throws {
        let scene = try Scene { _, number in
            if number == 0 { return Reply.error("503 Service Unavailable", "Busy.", headers: ["retry-after: 0"]) }
            return number == 1 ? Reply.completion("Yes") : Reply.error("400 Bad Request", "Two\nlines.")
        }
        for (words, messages) in [
            (["x", "--json", "-v", "-u", "-n"], ["(attempt 2 of", "POST ", "tokens: "]), (["x", "--json"], []),
            (["-c", "x", "--json", "--dry-run"], ["not sent (dry run)"]),
        ] {
            let command = try await scene.start(words)
            let result = await scene.finish(command)
            let lines = try result.errorLines.map { try JSONValue(jsonText: $0) }
            let notices = lines.compactMap { $0["notice"]?["message"]?.stringValue }
            #expect(lines.allSatisfy { $0["notice"] != nil || $0["error"] != nil }, "\(result.error)")
            for message in messages { #expect(notices.contains { $0.contains(message) }, "\(result.error)") }
        }
        // There is no spinner on a terminal either.
        let gate = Gate()
        let slow = try Scene { _, _ in [.wait(gate)] + Reply.completion("Yes") }
        let command = try await slow.start(
            ["x", "--json"],
            environment: ["TERM": "xterm"],
            streams: CommandStreams(error: .terminal)
        )
        gate.open()
        #expect(await slow.finish(command).error == "")
    }

    @Test("With --json, a usage error is an object as well")
    func jsonUsage() async throws {
        let scene = try Scene(Reply.completion("Hello"))
        for arguments in [["--json", "-m"], ["--json", "--nonsense", "x"], ["--json", "-o", "n", "many", "x"]] {
            let result = try await scene.fixture.run(arguments)
            #expect(result.exitCode == 2)
            #expect(result.output == "")
            #expect(try JSONValue(jsonText: result.error)["error"]?["exit"] == 2)
        }
    }

    @Test("The error for an unknown model suggests the closest existing one")
    func nearestModel() async throws {
        let scene = try Scene { request, _ in
            request.method == "GET"
                ? Reply.models("gpt-small", "gpt-large")
                : Reply.error("404 Not Found", "No such model.", code: "model_not_found")
        }
        let host = "127.0.0.1:\(scene.server.port)"
        let result = try await scene.run("-m", "gpt-lrage", "x")
        #expect(result.exitCode == 5)
        #expect(
            result.errorLines.first
                == "waiter: model 'gpt-lrage' not found (\(host), HTTP 404); did you mean -m gpt-large?"
        )
        let far = try await scene.run("-m", "llama-4-maverick", "x")
        #expect(far.exitCode == 5)
        #expect(far.error.contains("available: gpt-small, gpt-large"))
    }

    @Test("Without a key, the error shows how to set one and how to use the local model")
    func noKey() async throws {
        let fixture = try CommandFixture()
        let nothing = try await fixture.run(["x"])
        #expect(nothing.exitCode == 8)
        #expect(
            nothing.error == "waiter: no API key and no local model found; set OPENAI_API_KEY, "
                + "or run 'waiter local install' once (127 MB, no account needed)\n"
        )
        let chosen = try await fixture.run(["-P", "openai", "x"])
        #expect(chosen.exitCode == 8)
        #expect(
            chosen.error == "waiter: no API key for api.openai.com; set OPENAI_API_KEY or pass --key, "
                + "or run: waiter keys set openai, or use the local model with -P local\n"
        )
        let local = try await fixture.run(["-P", "local", "x"])
        #expect(local.exitCode == 1)
        #expect(local.error.hasPrefix("waiter: the local model is not installed; run 'waiter local install'"))
    }

    @Test("A key with a line break is rejected by name, without being shown or sent")
    func brokenKey() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let result = try await scene.run("x", environment: ["OPENAI_API_KEY": Scene.key + "\n"])
        #expect(result.exitCode == 8)
        #expect(
            result.error
                == "waiter: invalid API key: it contains a line break (OPENAI_API_KEY); pass only the key\n"
        )
        #expect(scene.server.requests.isEmpty)
    }
}
