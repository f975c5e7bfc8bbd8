import Testing
import Waiter
import WaiterTestSupport

@Suite("waiter config")
struct ConfigCommandTests {
    private let scene: Scene

    init() throws {
        scene = try Scene([])
    }

    private func show(_ arguments: String..., environment: [String: String] = [:]) async throws -> JSONValue {
        let words = ["config", "show", "--json"] + arguments
        let result = try await scene.finish(scene.start(words, environment: environment))
        #expect(result.exitCode == 0, "\(result.error)")
        return try JSONValue(jsonText: result.output)
    }

    @Test("All paths are printed with their names, or a single path alone")
    func paths() async throws {
        let home = scene.fixture.waiterHome
        let result = try await scene.run("config", "path")
        #expect(
            result.output == """
                config     \(home)/config.json
                keys       \(home)/keys.json
                models     \(home)/models.json
                catalogue  \(home)/catalogue.json
                templates  \(home)/templates
                local      \(home)/local
                database   \(home)/waiter.sqlite3
                batches    \(home)/bulk.sqlite3
                lists      \(home)/models
                uploads    \(home)/uploads.json
                history    \(home)/history
                lessons    \(home)/learn.json

                """
        )
        #expect(try await scene.run("config", "path", "keys").output == home + "/keys.json\n")
        let json = try JSONValue(jsonText: try await scene.run("config", "path", "--json").output)
        #expect(json["history"] == .string(home + "/history"))
        let unknown = try await scene.run("config", "path", "kyes")
        #expect(unknown.exitCode == 2)
        #expect(unknown.error.hasPrefix("waiter: unknown path 'kyes'; did you mean 'keys'? available: config, "))
    }

    @Test("The XDG directories determine the paths, and a broken config file does not affect them")
    func xdg() async throws {
        try scene.fixture.write("{", to: "config.json")
        let environment = ["WAITER_HOME": "", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "relative"]
        #expect(
            try await scene.run("config", "path", "templates", environment: environment).output
                == "/c/waiter/templates\n"
        )
        let history = try await scene.run("config", "path", "history", environment: environment)
        #expect(history.output == scene.fixture.home + "/.local/state/waiter/history\n")
        #expect(try await scene.run("config", "path").exitCode == 0)
    }

    @Test("Each value is printed with its source, and the key is masked")
    func sources() async throws {
        try scene.fixture.write(
            """
            {"timeout": 30, "options": {"seed": 1, "temperature": 1},
             "profiles": {"openai": {"system": "Be brief.", "options": {"temperature": 0.5}}}}
            """,
            to: "config.json"
        )
        let file = scene.fixture.waiterHome + "/config.json"
        let profile = "profile 'openai' in \(file)"
        let shown = try await show("-m", "fast", "--retries", "0", environment: ["OPENAI_ORG_ID": "org-1"])
        func expect(_ name: String, _ value: JSONValue, _ source: String, _ line: SourceLocation = #_sourceLocation) {
            #expect(shown[name] == ["value": value, "source": .string(source)], sourceLocation: line)
        }
        expect("profile", "openai", "implied by OPENAI_BASE_URL")
        expect("base_url", .string(scene.server.address + "/v1"), "OPENAI_BASE_URL")
        expect("model", "fast", "-m")
        expect("key", "sk-...GHIJ", "OPENAI_API_KEY")
        expect("system", "Be brief.", profile)
        expect("timeout", 30, file)
        expect("timeout.whole_answer", 30, file)
        expect("timeout.connect", 10, "built in")
        expect("timeout.first_content", .null, "built in")
        expect("timeout.idle_before_content", 600, "built in")
        expect("timeout.idle", 300, "built in")
        expect("retries", 0, "--retries")
        expect("organization", "org-1", "OPENAI_ORG_ID")
        expect("options.seed", 1, file)
        expect("options.temperature", 0.5, profile)
    }

    @Test("Built-in, chosen and aliased values are marked as such")
    func otherSources() async throws {
        let fixture = try CommandFixture()
        let local = try await fixture.run(["config", "show"]).output.split(separator: "\n")
        #expect(local.first == "profile                      local  built in: no key found")
        #expect(local.contains("options.max_tokens           512    built in"))
        try scene.fixture.write(#"{"aliases": {"f": "m"}, "default": {"ollama": "f"}}"#, to: "models.json")
        let ollama = try await show("-P", "ollama")
        #expect(ollama["profile"]?["source"] == "-P")
        #expect(ollama["base_url"]?["source"] == "built in")
        #expect(ollama["model"]?["value"] == "m")
        #expect(ollama["model"]?["source"] == .string(scene.fixture.waiterHome + "/models.json, alias 'f'"))
        #expect(ollama["key"] == ["value": .null, "source": "not set"])
    }

    @Test("A key command is not run")
    func keyCommand() async throws {
        try scene.fixture.write(#"{"openai": {"cmd": "touch ran; echo sk-x"}}"#, to: "keys.json")
        let shown = try await show(environment: ["OPENAI_API_KEY": ""])
        #expect(shown["key"]?["value"] == "(from a command)")
        #expect(shown["key"]?["source"] == .string("'openai' in \(scene.fixture.waiterHome)/keys.json"))
    }

    @Test("A broken config file causes the same error as in other commands")
    func broken() async throws {
        let path = scene.fixture.waiterHome + "/config.json"
        try scene.fixture.write("{\n  \"model\" 1\n}", to: "config.json")
        let result = try await scene.run("config", "show")
        #expect(result.exitCode == 2 && result.output == "")
        #expect(result.error == "waiter: the config file is not valid JSON5 (\(path), line 2, column 11)\n")
        try scene.fixture.write(#"{"modle": "m"}"#, to: "config.json")
        #expect(try await scene.run("config", "show").error.contains("did you mean 'model'?"))
    }
}
