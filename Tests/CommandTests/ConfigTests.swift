import Testing
import Waiter
import WaiterTestSupport

@Suite("Config file, keys, profiles and environment variables")
struct ConfigTests {
    private let scene: Scene

    init() throws {
        scene = try Scene(Reply.stream("Hello"))
    }

    /// Returns the request sent by `waiter Hi` with additional arguments.
    private func request(
        _ arguments: String...,
        environment: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> FaultServer.Request? {
        let before = scene.server.requests.count
        let command = try await scene.start(["Hi"] + arguments, environment: environment)
        let result = await scene.finish(command, sourceLocation: sourceLocation)
        #expect(result.exitCode == 0, "\(result.error)", sourceLocation: sourceLocation)
        return scene.server.requests.dropFirst(before).first
    }

    private func complaint(_ config: String, _ arguments: String...) async throws -> String {
        try scene.fixture.write(config, to: "config.json")
        let result = try await scene.finish(scene.start(["Hi"] + arguments))
        #expect(result.exitCode == 2)
        return result.error
    }

    @Test("Flags override variables, then the profile, the config file and built-in values")
    func precedence() async throws {
        #expect(try await request()?.json["model"] == "gpt-6.1-sol")
        try scene.fixture.write(#"{"model": "of-config", "options": {"temperature": 0.1}}"#, to: "config.json")
        #expect(try await request()?.json["model"] == "of-config")
        try scene.fixture.write(
            #"""
            {
              // Comments are welcome,
              "model": "of-config", "options": {"temperature": 0.1, "top_p": 0.5, "max_tokens": 9},
              "profiles": {"openai": {"model": "of-profile", "system": "Profile.", "options": {"temperature": 0.2}}},
            }
            """#,
            to: "config.json"
        )
        let request = try #require(await request()?.json)
        #expect(request["model"] == "of-profile")
        #expect(request["temperature"]?.doubleValue == 0.2)
        #expect(request["top_p"]?.doubleValue == 0.5)
        #expect(request["messages"]?[0]?["content"] == "Profile.")
        let variable = ["WAITER_MODEL": "of-variable"]
        #expect(try await self.request(environment: variable)?.json["model"] == "of-variable")
        let flags = try #require(
            await self.request(
                "-m",
                "of-flag",
                "-s",
                "Flag.",
                "-o",
                "temperature",
                "1",
                "--max-tokens",
                "5",
                environment: variable
            )?.json
        )
        #expect(flags["model"] == "of-flag")
        #expect(flags["messages"]?[0]?["content"] == "Flag.")
        #expect(flags["temperature"] == 1)
        #expect(flags["max_tokens"] == 5)
    }

    @Test("A custom profile is chosen by flag, variable or config file")
    func ownProfile() async throws {
        let config = """
            {"profiles": {"work": {"base_url": "\(scene.server.address)/team", "key": "work", "model": "m"},
                          "lab": {"base_url": "\(scene.server.address)/lab", "key_env": "LAB_KEY", "model": "m"}}}
            """
        try scene.fixture.write(config, to: "config.json")
        try scene.fixture.write(#"{"work": "sk-work-key-012345"}"#, to: "keys.json")
        let work = try await request("-P", "work")
        #expect(work?.path == "/team/chat/completions")
        #expect(work?.headers["authorization"] == "Bearer sk-work-key-012345")
        let lab = try await request(environment: ["WAITER_PROFILE": "lab", "LAB_KEY": "sk-lab-key-0123456"])
        #expect(lab?.path == "/lab/chat/completions")
        #expect(lab?.headers["authorization"] == "Bearer sk-lab-key-0123456")
        try scene.fixture.write(#"{"profile": "work", "# + config.dropFirst(), to: "config.json")
        #expect(try await request()?.path == "/team/chat/completions")
    }

    @Test(
        "The error for an unknown profile has the closest name, the command that lists all names, and the source of the name"
    )
    func unknownProfile() async throws {
        #expect(
            try await complaint("{}", "-P", "olama")
                == "waiter: unknown profile 'olama' (-P); did you mean 'ollama'? see: waiter config profiles\n"
        )
        let path = scene.fixture.waiterHome + "/config.json"
        #expect(try await complaint(#"{"profile": "locla"}"#).contains("'locla' (\(path)); did you mean 'local'?"))
    }

    @Test("An error in the config file is reported with its location")
    func mistakes() async throws {
        let path = scene.fixture.waiterHome + "/config.json"
        #expect(
            try await complaint(#"{"modle": "x"}"#)
                == "waiter: unknown key 'modle' in \(path); did you mean 'model'?\n"
        )
        #expect(
            try await complaint(#"{"profiles": {"a": {"base_uri": "x"}}}"#)
                == "waiter: unknown key 'profiles.a.base_uri' in \(path); did you mean 'base_url'?\n"
        )
        #expect(
            try await complaint("{\n  // here\n  \"model\": \"x\"\n  \"profile\": \"local\"\n}")
                == "waiter: the config file is not valid JSON5 (\(path), line 4, column 3)\n"
        )
        #expect(try await complaint(#"{"model": 5}"#) == "waiter: 'model' in \(path) must be a string\n")
        #expect(try await complaint("[]") == "waiter: \(path) must contain an object; start it with {\n")
        #expect(try await complaint(#"{"retries": -1}"#).contains("must be an integer from 0 to 100"))
        #expect(try await complaint(#"{"timeout": "1s"}"#).contains("'timeout' in \(path) must be a number of seconds"))
    }

    @Test(
        "A config file that others can modify is rejected, since it determines where the key is sent",
        arguments: [0o620, 0o602]
    )
    func changeable(mode: Int) async throws {
        let path = scene.fixture.waiterHome + "/config.json"
        try scene.fixture.write("{}", to: "config.json", mode: mode)
        let result = try await scene.run("Hi")
        #expect(result.exitCode == 2)
        #expect(result.error == "waiter: other users can modify \(path); run: chmod go-w \(path)\n")
        #expect(scene.server.requests.isEmpty)
        try scene.fixture.write("{}", to: "config.json", mode: 0o644)
        #expect(try await scene.run("Hi").exitCode == 0)
    }

    @Test("A profile has its own headers, --header overrides them, and config show masks possible secrets")
    func headers() async throws {
        try scene.fixture.write(
            #"{"profiles": {"openai": {"headers": {"X-Team": "blue", "X-Api-Token": "abcdef0123456789wxyz"}}}}"#,
            to: "config.json"
        )
        #expect(try await request()?.headers["x-team"] == "blue")
        #expect(try await scene.run("Hi", "--header", "x-team: green", "--header", "X-Other:  1 ").exitCode == 0)
        let headers = try #require(scene.server.requests.last?.headers)
        #expect(headers["x-team"] == "green" && headers["x-other"] == "1")
        #expect(headers["x-api-token"] == "abcdef0123456789wxyz" && headers["authorization"] == "Bearer \(Scene.key)")
        let shown = try await scene.run("config", "show").output
        #expect(shown.contains("blue") && shown.contains("...wxyz") && !shown.contains("abcdef0123456789"))
    }

    @Test(
        "Headers that carry a key, that waiter sets, or that are invalid are rejected",
        arguments: [
            ("Authorization: Bearer secret-value", "contains a key; store the key with: waiter keys set NAME"),
            ("content-length: 5", "is set by waiter itself"), ("no colon", "expected 'Name: value'"),
            ("a b: c", "is not a valid header name"), ("x-a: a\u{1}b", "contains characters not allowed in headers"),
        ]
    )
    func refusedHeaders(header: String, words: String) async throws {
        let result = try await scene.run("Hi", "--header", header)
        #expect(result.exitCode == 2)
        #expect(result.error.contains(words), "\(result.error)")
        #expect(!result.error.contains("secret-value"))
        #expect(scene.server.requests.isEmpty)
    }

    @Test(
        "The key is sent as the profile specifies",
        arguments: [
            (#""auth": "bearer""#, "authorization", "Bearer \(Scene.key)"),
            (#""auth": "api-key""#, "api-key", Scene.key),
            (#""auth": "x-goog-api-key""#, "x-goog-api-key", Scene.key), (#""auth": "none""#, nil, nil),
        ] as [(String, String?, String?)]
    )
    func authentication(member: String, header: String?, value: String?) async throws {
        let url = scene.server.address + "/v1"
        try scene.fixture.write(
            #"{"profiles": {"p": {"base_url": "\#(url)", "key_env": "OPENAI_API_KEY", "model": "m", \#(member)}}}"#,
            to: "config.json"
        )
        #expect(try await scene.run("Hi", "-P", "p").exitCode == 0)
        let headers = try #require(scene.server.requests.last?.headers)
        for name in ["authorization", "api-key", "x-goog-api-key"] {
            #expect(headers[name] == (name == header ? value : nil), "\(name)")
        }
    }

    @Test("An Azure deployment is addressed by name and version, with the key in api-key")
    func azure() async throws {
        let url = scene.server.address
        try scene.fixture.write(
            #"""
            {"profiles": {"az": {"base_url": "\#(url)/", "key_env": "OPENAI_API_KEY",
              "azure": {"deployment": "my gpt", "api_version": "2024-10-21"}}}}
            """#,
            to: "config.json"
        )
        #expect(try await scene.run("Hi", "-P", "az").exitCode == 0)
        let request = try #require(scene.server.requests.last)
        #expect(request.path == "/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21")
        #expect(request.headers["api-key"] == Scene.key && request.headers["authorization"] == nil)
        #expect(request.json["model"] == "my gpt")
        for (azure, words) in [
            (#"true"#, "must be an object with \"deployment\" and \"api_version\""),
            (#"{"deployment": "x"}"#, "must be an object with"),
            (#"{"deployment": "x", "version": "1"}"#, "unknown key 'profiles.a.azure.version'"),
        ] {
            let text = try await complaint(#"{"profiles": {"a": {"azure": \#(azure)}}}"#, "-P", "a")
            #expect(text.contains(words), "\(text)")
        }
        #expect(try await complaint(#"{"profiles": {"a": {"auth": "baerer"}}}"#).contains("'profiles.a.auth'"))
    }

    @Test("The error for a profile without a base URL says where to set it")
    func noBaseURL() async throws {
        let path = scene.fixture.waiterHome + "/config.json"
        #expect(
            try await complaint(#"{"profiles": {"work": {}}}"#, "-P", "work")
                == "waiter: the profile 'work' has no base_url; add one to \(path), or pass --base-url\n"
        )
    }

    @Test("Key files readable only by their owner are used; others are rejected with the command that fixes them")
    func keyFile() async throws {
        try scene.fixture.write(#"{"openai": "sk-stored-0123456789"}"#, to: "keys.json")
        let stored = try await request(environment: ["OPENAI_API_KEY": ""])
        #expect(stored?.headers["authorization"] == "Bearer sk-stored-0123456789")
        #expect(try await request()?.headers["authorization"] == "Bearer \(Scene.key)")
        try scene.fixture.write(#"{"openai": "sk-stored-0123456789"}"#, to: "keys.json", mode: 0o640)
        // Calls that take their key from elsewhere, or need none, are not blocked.
        #expect(try await scene.run("Hi").error == "")
        #expect(try await scene.run("Hi", environment: ["OPENAI_API_KEY": ""]).exitCode == 0)
        let result = try await scene.run(
            "Hi",
            "--base-url",
            "https://example.invalid/v1",
            environment: ["OPENAI_API_KEY": ""]
        )
        let path = scene.fixture.waiterHome + "/keys.json"
        #expect(result.exitCode == 8)
        #expect(result.error == "waiter: other users can read \(path); run: chmod 600 \(path)\n")
        try scene.fixture.write(#"{"openai": {"key": "sk-stored-0123456789"}}"#, to: "keys.json")
        let odd = try await scene.run("Hi", environment: ["OPENAI_API_KEY": ""])
        #expect(odd.exitCode == 2)
        #expect(
            odd.error == "waiter: 'openai' in \(path) must be a string or an object with a \"cmd\"; "
                + "set it again with: waiter keys set openai\n"
        )
    }

    @Test("Without WAITER_HOME, the XDG directories are used unless they are empty or relative")
    func directories() async throws {
        let elsewhere = try CommandFixture()
        try elsewhere.write(#"{"model": "of-xdg"}"#, to: "config.json")
        // The fixture's WAITER_HOME is HOME/waiter, which is also the path with XDG_CONFIG_HOME=HOME.
        let xdg = ["WAITER_HOME": "", "XDG_CONFIG_HOME": elsewhere.home]
        #expect(try await request(environment: xdg)?.json["model"] == "of-xdg")
        for value in ["waiter", "./"] {
            let environment = ["WAITER_HOME": "", "XDG_CONFIG_HOME": value]
            #expect(try await request(environment: environment)?.json["model"] == "gpt-6.1-sol")
        }
        let status = try await scene.run("local", "status", environment: ["WAITER_HOME": "", "XDG_DATA_HOME": "data"])
        #expect(status.output.contains("directory  \(scene.fixture.home)/.local/share/waiter/local ("))
    }

    @Test("Empty variables count as unset")
    func emptyVariables() async throws {
        let request = try await request(environment: ["WAITER_MODEL": "", "WAITER_PROFILE": "", "OPENAI_ORG_ID": ""])
        #expect(request?.json["model"] == "gpt-6.1-sol")
        #expect(request?.headers["openai-organization"] == nil)
    }

    @Test("A server with one model needs no -m; one with several models gets an error that lists them")
    func servedModels() async throws {
        let one = try Scene { request, _ in request.method == "GET" ? Reply.models("tiny") : Reply.stream("Hello") }
        let base = ["-P", "ollama", "--base-url", one.server.address + "/v1", "Hi"]
        let result = try await one.finish(one.start(base))
        #expect(result.output == "Hello\n")
        #expect(one.server.requests.last?.json["model"] == "tiny")
        let two = try Scene { _, _ in Reply.models("tiny", "huge") }
        let choice = try await two.run("-P", "ollama", "--base-url", two.server.address + "/v1", "Hi")
        #expect(choice.exitCode == 2)
        #expect(choice.error == "waiter: no model selected for 127.0.0.1; choose one with -m: tiny, huge\n")
    }

    @Test("Without HOME, a question needs no files and prints one notice; commands that need files fail")
    func noHome() async throws {
        let environment = [
            "WAITER_HOME": "", "HOME": "", "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": "", "XDG_STATE_HOME": "",
        ]
        let result = try await scene.run("Hi", environment: environment)
        #expect(result.exitCode == 0 && !result.output.isEmpty)
        #expect(
            result.error
                == "waiter: HOME is not set, so no files are read or written; set HOME or WAITER_HOME to a directory\n"
        )
        #expect(try await scene.run("log", environment: environment).exitCode == 0)
        #expect(try await scene.run("usage", environment: environment).exitCode == 0)
        #expect(try await scene.run("models", environment: environment).exitCode == 0)
        #expect(try await scene.run("config", "show", environment: environment).exitCode == 0)
        for words in [["keys", "path"], ["models", "default", "m"], ["log", "import", "-"]] {
            let command = try await scene.start(words, input: .text("x"), environment: environment)
            let refused = await scene.finish(command)
            #expect(refused.exitCode == 2)
            #expect(refused.error == "waiter: HOME is not set; set HOME or WAITER_HOME to a directory\n")
        }
    }
}
