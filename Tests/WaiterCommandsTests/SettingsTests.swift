import Testing
import Waiter
import WaiterCommands

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Settings")
final class SettingsTests {
    private let home = FileManager.default.temporaryDirectory.path + "/waiter-settings-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: home)
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: home + "/" + name))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: home + "/" + name)
    }

    private func settings(
        _ environment: [String: String] = [:],
        _ flags: (inout Settings.Flags) -> Void = { _ in }
    ) throws -> Settings {
        var given = Settings.Flags()
        flags(&given)
        return try Settings(
            flags: given,
            environment: environment,
            directories: Directories(environment: ["WAITER_HOME": home])
        )
    }

    @Test("Without a key, the local model is used; a key or a custom server selects openai")
    func defaultProfile() throws {
        let none = try settings()
        #expect(none.profile.isLocal && none.isLocalByDefault && none.key == nil && none.baseURL == nil)
        for environment in [["OPENAI_API_KEY": "k"], ["OPENAI_BASE_URL": "http://localhost:1/v1"]] {
            let chosen = try settings(environment)
            #expect(chosen.profile.name == "openai" && !chosen.isLocalByDefault)
        }
        #expect(try settings { $0.key = "k" }.profile.name == "openai")
        #expect(try settings { $0.baseURL = "http://localhost:1" }.profile.name == "openai")
        let asked = try settings { $0.profile = "local" }
        #expect(asked.profile.isLocal && !asked.isLocalByDefault)
        try write(#"{"openai": "k"}"#, to: "keys.json")
        #expect(try settings().profile.name == "openai")
    }

    @Test("The official library's variables do not affect other profiles")
    func officialVariables() throws {
        let environment = ["OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://localhost:1/v1"]
        let ollama = try settings(environment) { $0.profile = "ollama" }
        #expect(ollama.key == nil)
        #expect(ollama.baseURL == .init(value: "http://127.0.0.1:11434/v1", source: "profile 'ollama'"))
        let local = try settings(environment) { $0.profile = "local" }
        #expect(local.baseURL == nil && local.key == nil)
    }

    @Test("The config file's model applies to servers, not to the local model")
    func modelOfLocal() throws {
        try write(#"{"model": "gpt-large"}"#, to: "config.json")
        #expect(try settings { $0.profile = "local" }.model == nil)
        #expect(try settings { $0.profile = "ollama" }.model?.value == "gpt-large")
        #expect(try settings(["WAITER_MODEL": "m"]).model == .init(value: "m", source: "WAITER_MODEL"))
        try write(#"{"profiles": {"local": {"base_url": "http://localhost:9/v1"}}, "model": "m"}"#, to: "config.json")
        let moved = try settings { $0.profile = "local" }
        #expect(!moved.profile.isLocal && moved.model?.value == "m")
    }

    @Test("Omitted members of a profile come from the built-in one of the same name")
    func partialProfile() throws {
        try write(#"{"timeout": 5, "retries": 1, "profiles": {"openai": {"timeout": 7}}}"#, to: "config.json")
        let settings = try settings(["OPENAI_API_KEY": "k"])
        #expect(settings.baseURL?.value == "https://api.openai.com/v1")
        #expect(settings.keySource == "OPENAI_API_KEY")
        #expect(settings.timeout == 7 && settings.retries == 1)
        #expect(try self.settings { $0.profile = "local" }.options["max_tokens"] == 512)
    }

    @Test("The advice about a key depends on its source")
    func keyRemedy() throws {
        try write(
            #"{"profiles": {"a": {"key": "mine"}, "b": {"key_env": "B_KEY"}, "c": {}}}"#,
            to: "config.json"
        )
        func remedy(_ profile: String, _ environment: [String: String] = [:]) throws -> String {
            try settings(environment) { $0.profile = profile }.keyRemedy
        }
        #expect(try remedy("openai") == "set OPENAI_API_KEY or pass --key, or run: waiter keys set openai")
        #expect(try remedy("a") == "run: waiter keys set mine, or pass --key")
        #expect(try remedy("b") == "set B_KEY or pass --key")
        #expect(try remedy("b", ["B_KEY": "k"]) == "check B_KEY")
        #expect(try remedy("c").hasPrefix("pass --key, or set \"key_env\" to the variable with the key"))
    }

    @Test("A timeout applies only to the total call")
    func timeouts() throws {
        let address = SourcedValue(value: "http://localhost:1/v1", source: "--base-url")
        func timeouts(_ seconds: Double?) throws -> OpenAI.Timeouts {
            try settings { $0.timeout = seconds }
                .configuration(baseURL: address, environment: [:]) { _ in }.timeouts
        }
        #expect(try timeouts(nil) == OpenAI.Timeouts())
        #expect(try timeouts(2) == OpenAI.Timeouts(total: .seconds(2)))
        #expect(try timeouts(900) == OpenAI.Timeouts(total: .seconds(900)))
    }

    @Test(
        "Directories: WAITER_HOME over XDG over HOME; empty or relative ones are ignored",
        arguments: [
            (["WAITER_HOME": "/w/"], "/w/config.json", "/w/local"),
            (["HOME": "/h"], "/h/.config/waiter/config.json", "/h/.local/share/waiter/local"),
            (
                ["HOME": "/h", "XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d//", "WAITER_HOME": "rel"],
                "/c/waiter/config.json", "/d/waiter/local"
            ),
            (
                ["HOME": "/h", "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": "data", "WAITER_HOME": ""],
                "/h/.config/waiter/config.json", "/h/.local/share/waiter/local"
            ),
        ]
    )
    func directories(environment: [String: String], configuration: String, local: String) throws {
        let directories = try Directories(environment: environment)
        #expect(directories.configurationFile == configuration)
        #expect(directories.localModel == local)
    }

    @Test("Without any home directory, the result is an error, not a file in the root directory")
    func noHome() {
        for environment in [[:], ["HOME": ""], ["HOME": "relative"]] {
            #expect(throws: CommandFailure.self) { try Directories(environment: environment) }
        }
    }

    @Test(
        "The location of a syntax error is found, also after comments, unquoted keys and single quotes",
        arguments: [
            ("{\n  \"a\": 1\n  \"b\": 2\n}", 3, 3), ("{\"a\": }", 1, 7), ("{ // x\n  \"a\" 1 }", 2, 7),
            ("{ /* ,\n } */ \"a\": } }", 2, 12), ("{\"ä\": \"öü\" \"b\"}", 1, 12),
            ("{\"a\": [1, 2,], \"b\" }", 1, 20),
            ("", 1, 1), ("{a: 1,\n b: }", 2, 5), ("{\n  'a': 1\n  b: 2}", 3, 3), ("{a 1}", 1, 4), ("{a: nul}", 1, 5),
            ("{a: 1} x", 1, 8), ("{a: 'x\ny: 1}", 1, 5), ("{a: 1,, b: 2}", 1, 7), ("{a: /* x", 1, 5), ("[0x, 1]", 1, 2),
        ]
    )
    func syntax(text: String, line: Int, column: Int) throws {
        let place = try #require(ConfigSyntax.place(of: Array(text.utf8)))
        #expect(place.line == line)
        #expect(place.column == column)
    }

    @Test("Valid JSON5 has no error location")
    func validJSON5() {
        for text in [
            "{a: 1}", "{'a': 1}", "{\"a\": 1}", "[+1, -.5, 0x1F, 1e+3, Infinity, NaN,]", "// c\nnull /* d */",
            "{$a_1: 'it\\'s', ä: true}", "\u{FEFF}{}",
        ] {
            #expect(ConfigSyntax.place(of: Array(text.utf8)) == nil, "\(text)")
        }
    }
}
