import Testing
import Waiter
import WaiterTestSupport

@Suite("Options for `ask`")
struct OptionTests {
    /// Returns the request sent for these arguments.
    private func request(
        _ arguments: String...,
        environment: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        let scene = try Scene(Reply.stream("Hello"))
        let result = try await scene.finish(
            scene.start(arguments + ["Hi"], environment: environment),
            sourceLocation: sourceLocation
        )
        #expect(result.exitCode == 0, "\(result.error)", sourceLocation: sourceLocation)
        return scene.server.requests.first?.json ?? .null
    }

    /// Returns the error for these arguments.
    private func complaint(
        _ arguments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let scene = try Scene(Reply.stream("Hello"))
        let result = try await scene.finish(scene.start(arguments), sourceLocation: sourceLocation)
        #expect(result.exitCode == 2, sourceLocation: sourceLocation)
        #expect(result.output == "", sourceLocation: sourceLocation)
        #expect(scene.server.requests.isEmpty, sourceLocation: sourceLocation)
        return result.error
    }

    @Test("The model and the system prompt reach the server")
    func modelAndSystem() async throws {
        let request = try await request("-m", "gpt-large", "-s", "Be brief.")
        #expect(request["model"] == "gpt-large")
        #expect(
            request["messages"] == [
                ["role": "system", "content": "Be brief."], ["role": "user", "content": "Hi"],
            ]
        )
    }

    @Test("Without -m, the profile's model is used")
    func defaultModel() async throws {
        #expect(try await request()["model"] == "gpt-6.1-sol")
    }

    @Test("A system prompt may start with a dash")
    func dashedSystem() async throws {
        let request = try await request("-s", "- answer in lists")
        #expect(request["messages"]?.arrayValue?.first?["content"] == "- answer in lists")
    }

    @Test("Request options are sent with the type that the server expects")
    func requestOptions() async throws {
        let request = try await request(
            "-o",
            "temperature",
            "0.2",
            "-o",
            "seed",
            "-7",
            "-o",
            "logprobs",
            "true",
            "-o",
            "user",
            "42",
            "-o",
            "stop",
            "END",
            "-o",
            "response_format",
            #"{"type":"json_object"}"#,
            "-o",
            "top-p=0.5"
        )
        #expect(request["temperature"]?.doubleValue == 0.2)
        #expect(request["seed"] == -7)
        #expect(request["logprobs"] == true)
        #expect(request["user"] == "42")
        #expect(request["stop"] == "END")
        #expect(request["response_format"] == ["type": "json_object"])
        #expect(request["top_p"]?.doubleValue == 0.5)
    }

    @Test("--web enables web search, and -o refines it")
    func web() async throws {
        #expect(try await request()["web_search_options"] == nil)
        #expect(try await request("--web")["web_search_options"] == [:])
        let detailed = try await request("--web", "-o", "web_search_options", #"{"search_context_size": "low"}"#)
        #expect(detailed["web_search_options"] == ["search_context_size": "low"])
    }

    @Test("An option with a plus sign is sent unchanged")
    func unknownField() async throws {
        let request = try await request("-o", "+cache_prompt", "true", "-o", "+note", "two words")
        #expect(request["cache_prompt"] == true)
        #expect(request["note"] == "two words")
    }

    @Test("The token limit has the name that the server expects")
    func maxTokens() async throws {
        let request = try await request("--max-tokens", "20")
        #expect(request["max_tokens"] == 20)
        #expect(request["max_completion_tokens"] == nil)
        let own = try await self.request("-o", "max_completion_tokens", "30")
        #expect(own["max_completion_tokens"] == 30)
        #expect(own["max_tokens"] == nil)
    }

    @Test("An invalid request option is reported with the valid ones")
    func wrongOptions() async throws {
        #expect(
            try await complaint("-o", "temprature", "1", "Hi") == "waiter: unknown request option 'temprature'; "
                + "did you mean 'temperature'? to set any other field: -o +temprature VALUE\n"
        )
        #expect(
            try await complaint("-o", "temperature", "hot", "Hi")
                == "waiter: invalid value 'hot' for temperature; expected a number from 0 to 2\n"
        )
        #expect(
            try await complaint("-o", "n", "0", "Hi")
                == "waiter: invalid value '0' for n; expected an integer from 1 to 128\n"
        )
        #expect(
            try await complaint("-o", "logprobs", "maybe", "Hi")
                == "waiter: invalid value 'maybe' for logprobs; expected true or false\n"
        )
        #expect(try await complaint("Hi", "-o", "temperature").hasPrefix("waiter: -o requires a name and a value; "))
    }

    @Test("An option without a value or with an unknown name prints one line with the next step")
    func wrongFlags() async throws {
        #expect(try await complaint("Hi", "-m") == "waiter: missing value for '-m <model>'; see 'waiter ask --help'\n")
        #expect(try await complaint("Hi", "--modle", "x").contains("'--modle'"))
        #expect(
            try await complaint("--nonsense")
                == "waiter: unknown option '--nonsense'; see 'waiter ask --help'; "
                + "a prompt that begins with a dash goes after --\n"
        )
        #expect(
            try await complaint("--timeout", "-5", "Hi")
                == "waiter: --timeout must be greater than 0 and at most 86400 seconds; see 'waiter ask --help'\n"
        )
        #expect(try await complaint("--timeout", "nan", "Hi").contains("--timeout must be greater than 0"))
        #expect(try await complaint("--retries", "many", "Hi").contains("'many'"))
        #expect(try await complaint("--max-tokens", "0", "Hi").contains("--max-tokens must be at least 1"))
    }

    @Test("The official variables for organization and project are sent as headers")
    func organization() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        try await scene.run("x", environment: ["OPENAI_ORG_ID": "org-1", "OPENAI_PROJECT_ID": "proj-2"])
        #expect(scene.server.requests[0].headers["openai-organization"] == "org-1")
        #expect(scene.server.requests[0].headers["openai-project"] == "proj-2")
    }

    @Test("--key overrides the variable, and -P ollama does not use OpenAI's key")
    func keys() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        try await scene.run("x", "--key", "sk-other-0123456789abcdef")
        #expect(scene.server.requests[0].headers["authorization"] == "Bearer sk-other-0123456789abcdef")
        try await scene.run("x", "-P", "ollama", "-m", "m", "--base-url", scene.server.address + "/v1")
        #expect(scene.server.requests[1].headers["authorization"] == nil)
    }
}
