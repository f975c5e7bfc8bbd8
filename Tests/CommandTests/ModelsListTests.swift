import Testing
import Waiter
import WaiterTestSupport

@Suite("waiter models: lists")
struct ModelsListTests {
    private static let list = """
        {"object": "list", "data": [
          {"id": "zeta", "object": "model", "created": 1754524800, "owned_by": "acme", "context_length": 8192},
          {"id": "alpha-mini", "object": "model"}, {"id": "alpha", "object": "model", "created": 0}
        ]}
        """

    private let scene: Scene

    init() throws {
        scene = try Scene { request, _ in
            if request.path == "/v1/models" { return [.response(Self.list)] }
            if request.path == "/v1/models/zeta" { return [.response(#"{"id": "zeta", "context_length": 8192}"#)] }
            return Reply.error("404 Not Found", "no such path")
        }
    }

    @Test("Without key, network or files, the built-in defaults are listed")
    func nothing() async throws {
        let fixture = try CommandFixture()
        for words in [["models"], ["models", "list"]] {
            let result = try await fixture.run(words)
            #expect(result.exitCode == 0)
            #expect(
                result.output
                    == "openai  gpt-6.1-sol  1050k tokens  $2 in, $10 out  o200k_base (assumed)  default (built in)\n"
            )
            #expect(
                result.error
                    == "waiter: no models are known for ollama yet; list them with: waiter models --remote -P ollama\n"
            )
        }
    }

    @Test("Each profile is listed with its default, its source, and its aliases")
    func profiles() async throws {
        try scene.fixture.write(
            """
            {"model": "general", "profiles": {"work": {"base_url": "http://localhost:1/v1", "model": "own"},
                                              "lab": {"base_url": "http://localhost:2/v1"}}}
            """,
            to: "config.json"
        )
        try scene.fixture.write(
            #"{"default": {"ollama": "quick"}, "aliases": {"quick": "llama3:8b", "b": "own", "far": "else"}}"#,
            to: "models.json"
        )
        #expect(
            try await scene.run("models").output == """
                lab     general    default (config.json)
                ollama  llama3:8b  default (models.json, alias 'quick'); alias quick
                openai  general    default (config.json)
                work    own        default (config.json); alias b
                -       else       alias far

                """
        )
        #expect(try await scene.run("models", "-P", "work").output == "work  own  default (config.json); alias b\n")
        #expect(scene.server.requests.isEmpty)
    }

    @Test("The server's list is sorted, with dates and owners if reported, and cached for the next listing")
    func remote() async throws {
        let expected = """
            openai  alpha
            openai  alpha-mini
            openai  zeta        2025-08-07  acme

            """
        let result = try await scene.run("models", "--remote")
        #expect(result.output == expected && result.error == "" && result.exitCode == 0)
        #expect(scene.server.requests.first?.headers["authorization"] == "Bearer \(Scene.key)")
        let later = try await scene.run("models", "-P", "openai", environment: ["OPENAI_API_KEY": ""])
        #expect(later.output.contains("openai  gpt-6.1-sol              ") && later.output.contains("zeta"))
        #expect(scene.server.requests.count == 1)
        let elsewhere = try await scene.run("models", "-P", "openai", environment: ["OPENAI_BASE_URL": ""])
        #expect(!elsewhere.output.contains("zeta"))
    }

    @Test("All terms must match, ignoring case; an empty result is reported and not a failure")
    func query() async throws {
        #expect(try await scene.run("models", "--remote", "-q", "ALPHA", "-q", "mini").output == "openai  alpha-mini\n")
        let none = try await scene.run("models", "-q", "alpha", "-q", "zeta")
        #expect(none.exitCode == 0 && none.output == "")
        #expect(none.error == "waiter: no models match 'alpha' and 'zeta'\n")
        #expect(try await scene.run("models", "-q", "nothing", "--json").output == "[]\n")
    }

    @Test("JSON contains the same data")
    func json() async throws {
        let output = try await scene.run("models", "--remote", "--json").output
        let models = try #require(try JSONValue(jsonText: output).arrayValue)
        #expect(models.map { $0["id"] } == ["alpha", "alpha-mini", "zeta"])
        #expect(models[2]["owned_by"] == "acme" && models[2]["created"] == 1_754_524_800)
        #expect(models[2]["profile"] == "openai" && models[2]["default"] == false)
    }

    @Test("Names from a server reach neither terminal nor pipe with escape sequences or line breaks")
    func foreign() async throws {
        let scene = try Scene(Reply.models("x\u{1B}[2Jy", "a\nb"))
        let piped = try await scene.run("models", "--remote").output
        #expect(piped.contains("openai  a b\n") && piped.contains("[2Jy\n") && !piped.contains("\u{1B}"))
        let shown = try await scene.run("models", "--remote", streams: .terminal).output
        #expect(shown.contains("x\u{FFFD}[2Jy"))
    }

    @Test("A server that does not respond, rejects the key or has no model list causes the usual error")
    func failures() async throws {
        let refused = try await Scene(Reply.error("401 Unauthorized", "bad key")).run("models", "--remote")
        #expect(refused.exitCode == 8 && refused.error.hasPrefix("waiter: the API key was rejected (127.0.0.1:"))
        let none = try await Scene(Reply.error("404 Not Found", "no model list")).run("models", "--remote")
        #expect(none.exitCode == 1 && none.error.contains("the server lists no models"))
        let silent = try await CommandFixture().run(
            ["models", "--remote", "--base-url", "http://127.0.0.1:1/v1", "--retries", "0", "--json"]
        )
        #expect(silent.exitCode == 9)
        #expect(try JSONValue(jsonText: silent.error)["error"]?["exit"] == 9)
        let local = try await CommandFixture().run(["models", "--remote"])
        #expect(local.exitCode == 9)
        #expect(local.error.hasPrefix("waiter: the local model is not running; run: waiter local"))
    }

    @Test("A state directory that is not writable only disables the cache")
    func unwritable() async throws {
        try scene.fixture.write("", to: "models")
        let result = try await scene.run("models", "--remote")
        #expect(result.exitCode == 0 && result.error == "")
        #expect(result.output.contains("zeta"))
    }

    @Test("A model is shown by its name, a prefix of it, or an alias")
    func show() async throws {
        try await scene.run("models", "--remote")
        try scene.fixture.write(#"{"aliases": {"z": "zeta"}, "default": {"openai": "z"}}"#, to: "models.json")
        for name in ["zeta", "ze", "z"] {
            let lines = try await scene.run("models", "show", name).output.split(separator: "\n")
            #expect(lines.prefix(2) == ["id       zeta", "profile  openai"])
            #expect(lines.contains("created  2025-08-07") && lines.contains("aliases  z"))
            #expect(lines.contains { $0.hasPrefix("default  yes (/") && $0.hasSuffix("models.json, alias 'z')") })
        }
        let json = try JSONValue(jsonText: try await scene.run("models", "show", "alpha", "--json").output)
        #expect(json["id"] == "alpha" && json["default"] == false)
    }

    @Test("An unknown model exits with 5 and the closest name; an ambiguous prefix lists the matches")
    func unknown() async throws {
        try await scene.run("models", "--remote")
        let unknown = try await scene.run("models", "show", "zetta")
        #expect(unknown.exitCode == 5)
        #expect(
            unknown.error
                == "waiter: unknown model 'zetta'; did you mean 'zeta'? see: waiter models --remote\n"
        )
        let several = try await scene.run("models", "show", "al")
        #expect(several.exitCode == 2)
        #expect(several.error == "waiter: several models begin with 'al': alpha, alpha-mini\n")
    }

    @Test("With --remote, a model is shown as its server describes it, from the list if there is no other source")
    func showRemote() async throws {
        let direct = try await scene.run("models", "show", "--remote", "zeta")
        #expect(direct.output == "id              zeta\ncontext_length  8192\n")
        #expect(scene.server.requests.count == 1)
        let listed = try await scene.run("models", "show", "--remote", "alpha-m", "--json")
        #expect(try JSONValue(jsonText: listed.output) == ["id": "alpha-mini", "object": "model"])
        let unknown = try await scene.run("models", "show", "--remote", "zet")
        #expect(unknown.exitCode == 0 && unknown.output.contains("acme"))
        #expect(try await scene.run("models", "show", "--remote", "beta").exitCode == 5)
    }

    @Test("An unknown subcommand of models gets the closest one")
    func wrongWord() async throws {
        let result = try await scene.run("models", "lst")
        #expect(result.exitCode == 2)
        #expect(result.error.hasPrefix("waiter: unknown command 'models lst'; did you mean 'list'?"))
    }
}
