import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Questions over the Responses API")
struct ResponsesCommandTests {
    /// A server that answers the n-th request with the n-th reply, and all later ones with the last.
    private static func scene(_ replies: [FaultServer.Step]...) throws -> Scene {
        let count = Mutex(0)
        return try Scene { request, _ in
            if request.method == "GET", request.path.hasPrefix("/props") {
                return [.response(#"{"chat_template_caps":{"supports_tools":true}}"#)]
            }
            let number = count.withLock { count in
                defer { count += 1 }
                return count
            }
            return replies[min(number, replies.count - 1)]
        }
    }

    private func input(_ scene: Scene, _ number: Int) throws -> [JSONValue] {
        let requests = scene.server.requests.filter { $0.method == "POST" }
        try #require(requests.count > number)
        return try #require(requests[number].json["input"]?.arrayValue)
    }

    // MARK: Choosing the API

    @Test("--api responses sends the question to the Responses API and keeps the state on this machine")
    func chosen() async throws {
        let scene = try Self.scene(ResponseReply.stream(ResponseReply.message("A contract.")))
        let result = try await scene.run(
            "--api",
            "responses",
            "-s",
            "Be brief.",
            "--max-tokens",
            "50",
            "What is an API?"
        )
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(result.output == "A contract.\n")
        let request = try #require(scene.server.requests.first)
        #expect(request.path == "/v1/responses")
        #expect(request.json["store"] == false)
        #expect(request.json["include"]?.arrayValue?.contains("reasoning.encrypted_content") == true)
        #expect(request.json["max_output_tokens"] == 50)
        #expect(request.json["messages"] == nil)
        let whole = try Self.scene(ResponseReply.whole(ResponseReply.message("A contract.")))
        #expect(try await whole.run("--api", "responses", "--no-stream", "x").output == "A contract.\n")
    }

    @Test("Chat completions are used for an unknown server, unless its profile or the config file says otherwise")
    func configured() async throws {
        let scene = try Scene { request, _ in
            request.path == "/v1/responses"
                ? ResponseReply.stream(ResponseReply.message("R")) : Reply.stream("C")
        }
        #expect(try await scene.run("x").output == "C\n")
        try scene.fixture.write(#"{"api": "responses"}"#, to: "config.json")
        #expect(try await scene.run("x").output == "R\n")
        #expect(try await scene.run("--api", "chat", "x").output == "C\n")
        try scene.fixture.write(#"{"api": "chat", "profiles": {"openai": {"api": "responses"}}}"#, to: "config.json")
        #expect(try await scene.run("x").output == "R\n")
        let shown = try await scene.run("config", "show", "--json")
        #expect(shown.output.contains(#""api""#), "\(shown.output)")
        try scene.fixture.write(#"{"api": "completions"}"#, to: "config.json")
        let invalid = try await scene.run("x")
        #expect(invalid.exitCode == 2)
        #expect(invalid.error.contains(#"'api'"#) && invalid.error.contains(#""chat" or "responses""#))
    }

    @Test("The Responses API is the default for OpenAI and Azure, except with models and options it does not support")
    func defaults() async throws {
        let fixture = try CommandFixture()
        func preview(_ arguments: String...) async throws -> (line: String, body: JSONValue) {
            let result = try await fixture.run(["Hi", "--dry-run"] + arguments)
            #expect(result.exitCode == 0, "\(result.error)")
            return (result.errorLines.first ?? "", try JSONValue(jsonText: result.output))
        }
        let openAI = try await preview("-P", "openai")
        #expect(openAI.line == "waiter: not sent (dry run): POST https://api.openai.com/v1/responses")
        #expect(openAI.body["input"] != nil && openAI.body["store"] == false)
        let several = try await preview("-P", "openai", "-o", "n", "2", "--json")
        #expect(several.line.contains("/v1/chat/completions\""))
        let audio = try await preview("-P", "openai", "-m", "gpt-audio")
        #expect(audio.line.hasSuffix("/v1/chat/completions"))
        #expect(try await preview("-P", "openai", "--api", "chat").line.hasSuffix("/v1/chat/completions"))
        #expect(try await preview("-P", "ollama", "-m", "m").line.hasSuffix("/v1/chat/completions"))
        try fixture.write(
            #"""
            {"profiles": {
              "new": {"base_url": "https://me.openai.azure.com", "key_env": "K",
                "azure": {"deployment": "gpt", "api_version": "2025-04-01-preview"}},
              "old": {"base_url": "https://me.openai.azure.com", "key_env": "K",
                "azure": {"deployment": "gpt", "api_version": "2024-10-21"}}}}
            """#,
            to: "config.json"
        )
        let new = try await preview("-P", "new")
        #expect(new.line.hasSuffix("https://me.openai.azure.com/openai/responses?api-version=2025-04-01-preview"))
        #expect(new.body["model"] == "gpt")
        #expect(
            try await preview("-P", "old").line.hasSuffix(
                "/openai/deployments/gpt/chat/completions?api-version=2024-10-21"
            )
        )
    }

    @Test("A model that is available only through the Responses API uses it automatically")
    func onlyThere() async throws {
        let scene = try Self.scene(ResponseReply.stream(ResponseReply.message("Hi")))
        #expect(try await scene.run("-m", "gpt-5-pro", "x").output == "Hi\n")
        #expect(scene.server.requests.first?.path == "/v1/responses")
    }

    @Test(
        "A model of the wrong kind is refused by name before anything is sent",
        arguments: [
            ("text-embedding-3-small", "'text-embedding-3-small' is an embedding model, not a chat model"),
            ("tts-1", "'tts-1' is a speech model"), ("gpt-image-1", "'gpt-image-1' is an image model"),
        ]
    )
    func otherKind(model: String, says: String) async throws {
        let scene = try Self.scene(Reply.stream("no"))
        for arguments in [["x"], ["--api", "responses", "x"], ["--dry-run", "x"], ["chat", "x"]] {
            let words = arguments[0] == "chat" ? ["chat", "-m", model, "x"] : ["-m", model] + arguments
            let result = await scene.finish(try await scene.start(words))
            #expect(result.exitCode == 5)
            #expect(result.error.contains(says), "\(result.error)")
        }
        #expect(scene.server.connections == 0)
    }

    @Test("An option that only the other API supports is refused, and the error names --api")
    func options() async throws {
        let scene = try Self.scene(Reply.stream("no"))
        let seed = try await scene.run("--api", "responses", "-o", "seed", "7", "x")
        #expect(seed.exitCode == 2)
        #expect(seed.error.contains("the Responses API has no option 'seed'") && seed.error.contains("--api chat"))
        let calls = try await scene.run("-o", "max_tool_calls", "7", "x")
        #expect(calls.exitCode == 2)
        #expect(calls.error.contains("has no option 'max_tool_calls'") && calls.error.contains("--api responses"))
        #expect(scene.server.connections == 0)
    }

    @Test(
        "A server without /responses is reported, with how to use chat completions instead",
        arguments: [
            ("404 Not Found", #"{"detail":"Not Found"}"#), ("404 Not Found", "404 page not found"),
            ("405 Method Not Allowed", ""),
        ]
    )
    func missing(status: String, body: String) async throws {
        let scene = try Self.scene([.response(body, status: status)])
        let result = try await scene.run("--api", "responses", "x")
        #expect(result.exitCode == 1)
        #expect(result.error.contains("the server has no Responses API"), "\(result.error)")
        #expect(result.error.contains("--api chat"), "\(result.error)")
        let json = try await scene.run("--api", "responses", "--json", "x")
        #expect(json.error.contains("--api chat"), "\(json.error)")
    }

    // MARK: Answers

    @Test("--reasoning show requests summaries and shows them on standard error")
    func summaries() async throws {
        let scene = try Self.scene(ResponseReply.stream(ResponseReply.reasoning, ResponseReply.message("Hi")))
        let hidden = try await scene.run("-m", "gpt-5-pro", "x")
        #expect(hidden.output == "Hi\n")
        #expect(!hidden.error.contains("Thinking"))
        #expect(scene.server.requests[0].json["reasoning"]?["summary"] == nil)
        let shown = try await scene.run("-m", "gpt-5-pro", "--reasoning", "show", "-o", "reasoning_effort", "low", "x")
        #expect(shown.output == "Hi\n")
        #expect(shown.error.contains("Thinking about tables."), "\(shown.error)")
        #expect(scene.server.requests[1].json["reasoning"]?["summary"] == "auto")
        #expect(scene.server.requests[1].json["reasoning"]?["effort"] == "low")
        // A model without reasoning rejects the parameter.
        _ = try await scene.run("--api", "responses", "-m", "gpt-4.1", "--reasoning", "show", "x")
        #expect(scene.server.requests[2].json["reasoning"] == nil)
    }

    @Test("--web offers the hosted search; citations are listed once, and kept in --json")
    func web() async throws {
        let sources = [(title: "A", url: "https://a.example"), (title: "A", url: "https://a.example")]
        let items = [ResponseReply.search, ResponseReply.message("See A.", citing: sources)]
        let scene = try Scene { request, _ in
            request.json["stream"] == true
                ? ResponseReply.stream(items[0], items[1]) : ResponseReply.whole(items[0], items[1])
        }
        let result = try await scene.run("--api", "responses", "--web", "x")
        #expect(result.output == "See A.\n")
        #expect(result.error == "[1] A: https://a.example\n")
        let tools = try #require(scene.server.requests.first?.json["tools"]?.arrayValue)
        #expect(tools.map { $0["type"] } == ["web_search"])
        let json = try await scene.run("--api", "responses", "--web", "--json", "x")
        let output = try JSONValue(jsonText: json.output)
        #expect(output["output"]?[1]?["content"]?[0]?["annotations"]?[0]?["url"] == "https://a.example")
        let option = try await scene.run(
            "--api",
            "responses",
            "-o",
            "tools",
            #"[{"type": "web_search", "search_context_size": "low"}]"#,
            "x"
        )
        #expect(option.exitCode == 0, "\(option.error)")
        #expect(scene.server.requests.last?.json["tools"]?[0]?["search_context_size"] == "low")
    }

    @Test("--web offers the hosted search for every question in a chat")
    func webInChat() async throws {
        let sources = [(title: "A", url: "https://a.example")]
        let scene = try Self.scene(
            ResponseReply.stream(ResponseReply.search, ResponseReply.message("See A.", citing: sources)),
            ResponseReply.stream(ResponseReply.message("Yes."))
        )
        let result = try await scene.run("chat", "--api", "responses", "--web", input: .text("x\nAgain?\n"))
        #expect(result.exitCode == 0)
        #expect(result.output == "See A.\nYes.\n")
        #expect(result.error.contains("[1] A: https://a.example"), "\(result.error)")
        let requests = scene.server.requests.filter { $0.method == "POST" }
        #expect(requests.map { $0.json["tools"]?.arrayValue?.map { $0["type"] } } == [["web_search"], ["web_search"]])
        // The search is sent back with the answer.
        #expect(requests.last?.json["input"]?.arrayValue?.map { $0["type"] }.contains("web_search_call") == true)
    }

    @Test("A schema and --events work as with chat completions")
    func formats() async throws {
        let scene = try Self.scene(
            ResponseReply.stream(ResponseReply.message(#"{"name":"Tom"}"#)),
            ResponseReply.stream(ResponseReply.reasoning, ResponseReply.message("Hi"))
        )
        let typed = try await scene.run("--api", "responses", "--schema", "name", "x")
        #expect(typed.output == "{\"name\":\"Tom\"}\n", "\(typed.error)")
        #expect(scene.server.requests[0].json["text"]?["format"]?["type"] == "json_schema")
        let events = try await scene.run("--api", "responses", "--events", "x")
        let lines = try events.output.split(separator: "\n").map { try JSONValue(jsonText: String($0)) }
        #expect(lines.compactMap { $0["type"]?.stringValue } == ["reasoning", "delta", "usage", "end"])
        #expect(lines.last?["finish_reason"] == "stop")
    }

    // MARK: Conversations

    @Test(
        "-c carries a conversation across both APIs, sends reasoning back in its original position, and says once what is left out"
    )
    func acrossAPIs() async throws {
        let scene = try Scene { request, _ in
            request.path == "/v1/responses"
                ? ResponseReply.stream(ResponseReply.reasoning, ResponseReply.search, ResponseReply.message("First"))
                : Reply.stream("Second")
        }
        #expect(try await scene.run("--api", "responses", "-m", "gpt-5-pro", "one").output == "First\n")
        let chat = try await scene.run("-c", "--api", "chat", "two")
        #expect(chat.output == "Second\n", "\(chat.error)")
        #expect(chat.errorLines.filter { $0.contains("not sent") }.count == 1, "\(chat.error)")
        #expect(chat.error.contains("reasoning") && chat.error.contains("web search"), "\(chat.error)")
        let messages = try #require(scene.server.requests[1].json["messages"]?.arrayValue)
        #expect(messages.map { $0["content"] } == ["one", "First", "two"])
        #expect(messages[1].objectValue?.keys.sorted() == ["content", "role"])
        let back = try await scene.run("-c", "--api", "responses", "three")
        #expect(back.exitCode == 0, "\(back.error)")
        let sent = try input(scene, 2)
        let place = try #require(sent.firstIndex { $0["type"] == "reasoning" })
        #expect(sent[place] == ResponseReply.reasoning)
        #expect(sent[place + 1]["type"] == "web_search_call")
        #expect(sent[place + 2]["role"] == "assistant")
        #expect(sent.compactMap { $0["role"]?.stringValue } == ["user", "assistant", "user", "assistant", "user"])
    }

    @Test("Stored items survive export and import, and searches find the text but no encrypted content")
    func stored() async throws {
        let scene = try Self.scene(ResponseReply.stream(ResponseReply.reasoning, ResponseReply.message("A table")))
        #expect(try await scene.run("--api", "responses", "one").exitCode == 0)
        #expect(try await scene.run("log", "show", "last", "--json").output.contains("gAAAA-secret"))
        #expect(try await !scene.run("log", "show", "last").output.contains("gAAAA"))
        #expect(try await scene.run("log", "search", "table").exitCode == 0)
        #expect(try await scene.run("log", "search", "gAAAA").exitCode == 1)
        let messages = try await scene.run("log", "export", "last", "--format", "openai")
        #expect(!messages.output.contains("gAAAA"))
        let file = scene.fixture.home + "/all.jsonl"
        #expect(try await scene.run("log", "export", "--all", "--format", "jsonl", "-o", file).exitCode == 0)
        #expect(try await scene.run("log", "rm", "last", "--yes").exitCode == 0)
        #expect(try await scene.run("log", "import", file).exitCode == 0)
        #expect(try await scene.run("-c", "--api", "responses", "two").exitCode == 0)
        #expect(try input(scene, 1).contains(ResponseReply.reasoning))
    }

    @Test("The tool loop sends reasoning and calls back with the results")
    func tools() async throws {
        let scene = try Self.scene(
            ResponseReply.stream(ResponseReply.reasoning, ResponseReply.call("today", "{}")),
            ResponseReply.stream(ResponseReply.message("Sunday"))
        )
        let result = try await scene.run("--api", "responses", "--tool", "today=echo Sunday", "--yes", "x")
        #expect(result.output == "Sunday\n", "\(result.error)")
        let sent = try input(scene, 1)
        let types = sent.map { $0["type"]?.stringValue ?? "message" }
        #expect(types == ["message", "reasoning", "function_call", "function_call_output"])
        #expect(sent[1] == ResponseReply.reasoning)
        #expect(sent[3]["call_id"] == "call_1")
        #expect(sent[3]["output"]?.stringValue?.contains("Sunday") == true)
    }

    @Test("The printed request of a dry run is exactly the request that is sent")
    func dryRun() async throws {
        let scene = try Self.scene(ResponseReply.stream(ResponseReply.reasoning, ResponseReply.message("Hi")))
        #expect(try await scene.run("--api", "responses", "-m", "gpt-4.1", "one").exitCode == 0)
        let words = ["-c", "two", "--api", "responses", "--max-tokens", "90", "-o", "temperature", "0.5"]
        let preview = await scene.finish(try await scene.start(words + ["--dry-run"]))
        #expect(preview.exitCode == 0, "\(preview.error)")
        #expect(preview.errorLines.first?.hasSuffix("/v1/responses") == true)
        #expect(preview.error.contains("the prompt format of the Responses API is not published"), "\(preview.error)")
        #expect(await scene.finish(try await scene.start(words)).exitCode == 0)
        #expect(try JSONValue(jsonText: preview.output) == scene.server.requests.last?.json)
    }

    @Test("A budget refuses an unlimited number of hosted searches, and the cost includes the price of each search")
    func budget() async throws {
        let scene = try Self.scene(ResponseReply.stream(ResponseReply.search, ResponseReply.message("Hi")))
            .billingListPrices()
        let words = ["--api", "responses", "-m", "gpt-5-pro", "--web", "--max-tokens", "100", "x"]
        let refused = await scene.finish(try await scene.start(words + ["--budget", "50"]))
        #expect(refused.exitCode == 11)
        #expect(refused.error.contains("-o max_tool_calls"), "\(refused.error)")
        #expect(scene.server.connections == 0)
        let sent = await scene.finish(
            try await scene.start(words + ["--budget", "50", "-o", "max_tool_calls", "1", "-u"])
        )
        #expect(sent.exitCode == 0, "\(sent.error)")
        // 20 tokens at $15 and 10 at $120 per million, and a search at $0.01.
        #expect(sent.error.contains("cost $0.0115"), "\(sent.error)")
    }

    @Test("A chat over the Responses API keeps its reasoning from turn to turn")
    func chat() async throws {
        let scene = try Self.scene(ResponseReply.stream(ResponseReply.reasoning, ResponseReply.message("Hi")))
        let result = try await scene.run("chat", "--api", "responses", "-m", "gpt-5-pro", input: .text("one\ntwo\n"))
        #expect(result.output == "Hi\nHi\n", "\(result.error)")
        #expect(try input(scene, 1).contains(ResponseReply.reasoning))
    }
}
