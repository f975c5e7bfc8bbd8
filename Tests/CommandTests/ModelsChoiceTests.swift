import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("waiter models: default and aliases")
struct ModelsChoiceTests {
    private let scene: Scene

    init() throws {
        scene = try Scene(Reply.stream("Hello"))
    }

    private func askedModel(_ arguments: String..., environment: [String: String] = [:]) async throws -> JSONValue? {
        let result = try await scene.finish(scene.start(["Hi"] + arguments, environment: environment))
        #expect(result.exitCode == 0, "\(result.error)")
        return scene.server.requests.last?.json["model"]
    }

    private var stored: JSONValue? {
        let data = FileManager.default.contents(atPath: scene.fixture.waiterHome + "/models.json") ?? Data()
        return try? JSONValue(jsonText: String(decoding: data, as: UTF8.self))
    }

    @Test("A profile's default model is shown, set, used by a question, and removed")
    func chosen() async throws {
        #expect(try await scene.run("models", "default").output == "gpt-6.1-sol\n")
        let set = try await scene.run("models", "default", "llama3:8b")
        #expect(set.output == "" && set.error == "waiter: 'openai' now uses llama3:8b\n")
        #expect(try await askedModel() == "llama3:8b")
        #expect(try await askedModel("-m", "other") == "other")
        let shown = try JSONValue(jsonText: try await scene.run("models", "default", "--json").output)
        #expect(shown["model"] == "llama3:8b" && shown["profile"] == "openai")
        #expect(shown["source"]?.stringValue?.hasSuffix("/models.json") == true)
        let unset = try await scene.run("models", "default", "--unset")
        #expect(unset.error == "waiter: 'openai' now uses gpt-6.1-sol (built in)\n")
        #expect(try await askedModel() == "gpt-6.1-sol")
        #expect(try await scene.run("models", "default", "--unset").exitCode == 0)
    }

    @Test("A default overrides the config file's global model, but not the profile's model")
    func precedence() async throws {
        try await scene.run("models", "default", "chosen")
        try scene.fixture.write(#"{"model": "general"}"#, to: "config.json")
        #expect(try await askedModel() == "chosen")
        #expect(try await askedModel(environment: ["WAITER_MODEL": "variable"]) == "variable")
        try scene.fixture.write(#"{"profiles": {"openai": {"model": "own"}}}"#, to: "config.json")
        #expect(try await askedModel() == "own")
    }

    @Test("A default that is overridden prints a notice")
    func withoutEffect() async throws {
        try scene.fixture.write(#"{"profiles": {"openai": {"model": "own"}}}"#, to: "config.json")
        let path = scene.fixture.waiterHome + "/config.json"
        #expect(
            try await scene.run("models", "default", "other").error
                == "waiter: saved, but 'openai' still uses own, set by profile 'openai' in \(path)\n"
        )
        let variable = ["WAITER_MODEL": "mine"]
        #expect(
            try await scene.run("models", "default", "other", environment: variable).error
                == "waiter: saved, but 'openai' still uses mine, set by WAITER_MODEL\n"
        )
        let local = try await CommandFixture().run(["models", "default", "other"])
        #expect(local.exitCode == 2)
        #expect(local.error.hasSuffix("choose the profile with -P, such as -P openai\n"))
        #expect(try await scene.run("models", "default", "x", "-P", "opnai").error.contains("did you mean 'openai'?"))
    }

    @Test("A model that the server does not list is stored with a warning")
    func notListed() async throws {
        let scene = try Scene(Reply.models("llama3:8b", "phi"))
        try await scene.run("models", "--remote")
        let result = try await scene.run("models", "default", "lama3:8b")
        #expect(result.exitCode == 0)
        #expect(result.error.contains("the server did not list that model; did you mean 'llama3:8b'?"))
    }

    @Test("An alias stands for its model in flags, variables, the config file and other aliases")
    func aliases() async throws {
        let set = try await scene.run("models", "alias", "fast", "org/model:1")
        #expect(set.error == "waiter: 'fast' is now an alias of org/model:1\n" && set.exitCode == 0)
        try await scene.run("models", "alias", "f", "fast")
        #expect(try await scene.run("models", "alias").output == "fast  org/model:1\nf     fast\n")
        #expect(try await scene.run("models", "alias", "f").output == "fast\n")
        #expect(try await askedModel("-m", "f") == "org/model:1")
        #expect(try await askedModel(environment: ["WAITER_MODEL": "fast"]) == "org/model:1")
        try scene.fixture.write(#"{"model": "f"}"#, to: "config.json")
        #expect(try await askedModel() == "org/model:1")
        let removed = try await scene.run("models", "alias", "fast", "--rm")
        #expect(removed.error == "waiter: removed the alias 'fast', which is still used by f\n")
        #expect(stored == ["aliases": ["f": "fast"]])
    }

    @Test("An alias cannot refer to itself, and the error for a cycle in the file says how to fix it")
    func loops() async throws {
        let own = try await scene.run("models", "alias", "a", "a")
        #expect(own.exitCode == 2 && own.error == "waiter: 'a' would refer to itself; see: waiter models alias\n")
        try await scene.run("models", "alias", "a", "b")
        let circle = try await scene.run("models", "alias", "b", "a")
        #expect(circle.error == "waiter: 'b' would refer to itself through 'a'; see: waiter models alias\n")
        #expect(stored == ["aliases": ["a": "b"]])
        try scene.fixture.write(#"{"aliases": {"a": "b", "b": "a"}}"#, to: "models.json")
        let asked = try await scene.run("Hi", "-m", "a")
        #expect(asked.exitCode == 2 && asked.error.contains("run: waiter models alias a --rm"))
        #expect(try await scene.run("models", "alias", "b", "--rm").exitCode == 0)
        #expect(try await askedModel("-m", "a") == "b")
    }

    @Test("Invalid aliases and models are rejected with the expected format")
    func wrongNames() async throws {
        #expect(try await scene.run("models", "alias", "a b", "m").error.contains("for example: waiter models alias"))
        #expect(try await scene.run("models", "alias", "a", " ").exitCode == 2)
        #expect(try await scene.run("models", "default", "a\u{1B}b").exitCode == 2)
        let missing = try await scene.run("models", "alias", "nme", "--rm")
        #expect(missing.exitCode == 2 && missing.error == "waiter: unknown alias 'nme'; see: waiter models alias\n")
        try await scene.run("models", "alias", "name", "m")
        #expect(try await scene.run("models", "alias", "nme").error.contains("did you mean 'name'?"))
        #expect(try await scene.run("models", "alias", "--rm").exitCode == 2)
    }

    @Test("Two concurrent changes are both stored, in a private file")
    func concurrency() async throws {
        let commands = try await withThrowingTaskGroup(of: CommandResult.self) { group in
            for number in 0..<6 {
                group.addTask { [scene] in
                    let words =
                        number % 2 == 0
                        ? ["models", "alias", "name\(number)", "m"] : ["models", "default", "m", "-P", "ollama"]
                    return try await scene.fixture.run(words)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(commands.allSatisfy { $0.exitCode == 0 })
        #expect(stored?["aliases"]?.objectValue?.count == 3)
        #expect(stored?["default"] == ["ollama": "m"])
        let path = scene.fixture.waiterHome + "/models.json"
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("A malformed file is reported with the location of the error, and left unchanged")
    func broken() async throws {
        let path = scene.fixture.waiterHome + "/models.json"
        for (text, complaint) in [
            ("{\n  \"default\" 1}", "the list of default models is not a JSON object (\(path), line 2, column 13)"),
            (#"{"aliases": 1}"#, "'aliases' in \(path) must be an object"),
            (#"{"default": {"a": 1}}"#, "'default.a' in \(path) must be a model name"),
        ] {
            try scene.fixture.write(text, to: "models.json")
            for words in [["models"], ["models", "alias", "a", "b"], ["Hi"]] {
                let result = try await scene.finish(scene.start(words))
                #expect(result.exitCode == 2 && result.error == "waiter: \(complaint)\n")
            }
        }
        try scene.fixture.write(#"{"note": [1], "aliases": {"a": "b"}}"#, to: "models.json")
        try await scene.run("models", "alias", "a", "--rm")
        #expect(stored == ["note": [1]])
    }
}
