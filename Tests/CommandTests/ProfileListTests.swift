import Testing
import Waiter
import WaiterTestSupport

@Suite("waiter config profiles")
struct ProfileListTests {
    @Test("Built-in servers are listed with their key variables, alongside the config file's profiles")
    func list() async throws {
        let fixture = try CommandFixture()
        try fixture.write(#"{"profiles": {"work": {"base_url": "https://gateway.example/v1"}}}"#, to: "config.json")
        let result = try await fixture.run(
            ["config", "profiles"],
            environment: ["MISTRAL_API_KEY": "secret-0123456789"]
        )
        #expect(result.exitCode == 0 && result.error == "")
        let lines = result.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        func line(_ name: String) -> [String] { lines.first { $0.first == name } ?? [] }
        #expect(line("mistral").starts(with: ["mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY", "(set)"]))
        #expect(line("xai").starts(with: ["xai", "https://api.x.ai/v1", "XAI_API_KEY", "(not", "set)", "responses,"]))
        #expect(line("work").suffix(2) == ["config", "file"])
        #expect(line("lmstudio").contains("http://localhost:1234/v1"))
        #expect(!result.output.contains("secret"))
        #expect(lines.count == 19)
    }

    @Test("A profile is shown with its quirks and their source and date")
    func show() async throws {
        let fixture = try CommandFixture()
        let groq = try await fixture.run(["config", "profiles", "groq", "--json"])
        let json = try JSONValue(jsonText: groq.output)
        #expect(json["apis"] == ["chat", "responses"] && json["key"] == "GROQ_API_KEY" && json["has_key"] == false)
        #expect(json["quirks"]?.arrayValue?.isEmpty == false && json["source"] != nil && json["date"] != nil)
        let wrong = try await fixture.run(["config", "profiles", "mistal"])
        #expect(wrong.exitCode == 2 && wrong.error.contains("did you mean 'mistral'?"))
    }

    @Test("A built-in server needs only an API key")
    func onlyKey() async throws {
        let scene = try Scene { request, _ in
            request.path == "/v1/models" ? Reply.models("m-1") : Reply.error("404 Not Found", "no such path")
        }
        // The address is redirected to the test's server; everything else comes from the table.
        try scene.fixture.write(
            #"{"profiles": {"mistral": {"base_url": "\#(scene.server.address)/v1"}}}"#,
            to: "config.json"
        )
        let key = "mistral-0123456789abcdef"
        let result = try await scene.run(
            "models",
            "--remote",
            "-P",
            "mistral",
            environment: ["MISTRAL_API_KEY": key, "OPENAI_API_KEY": "", "OPENAI_BASE_URL": ""]
        )
        #expect(result.output == "mistral  m-1\n" && result.exitCode == 0)
        #expect(scene.server.requests.first?.headers["authorization"] == "Bearer \(key)")
        let missing = try await CommandFixture().run(["models", "--remote", "-P", "mistral"])
        #expect(missing.exitCode == 8 && missing.error.contains("set MISTRAL_API_KEY"))
    }

    @Test("Unused servers are not part of the list of models")
    func models() async throws {
        let fixture = try CommandFixture()
        #expect(try await !fixture.run(["models"]).error.contains("mistral"))
        let used = try await fixture.run(["models"], environment: ["GROQ_API_KEY": "gsk-0123456789abcdef"])
        #expect(used.error.contains("groq"))
    }
}
