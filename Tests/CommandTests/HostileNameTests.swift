import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterStore
import WaiterTestSupport

/// Names chosen by servers, archives, repositories and other programs, in piped output that a terminal may show later.
@Suite("Names from external sources do not carry escape sequences into a pipe")
struct HostileNameTests {
    /// Sets a terminal's title, changes colors with a C1 control, rings the bell, and overwrites its line.
    private static let evil = "a\u{1B}]0;pwn\u{7}b\u{9B}31mc\rd"

    private let scene: Scene

    init() throws {
        scene = try Scene { request, _ in
            if request.path == "/v1/models" { return Reply.models(Self.evil) }
            let message: JSONValue = ["role": "assistant", "content": .string(Self.evil)]
            let completion: JSONValue = [
                "id": .string(Self.evil), "model": .string(Self.evil), "service_tier": .string(Self.evil),
                "choices": [["index": 0, "message": message, "finish_reason": .string(Self.evil)]],
                "usage": ["prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7],
            ]
            return [.response(completion.jsonText, headers: ["content-type: application/json"])]
        }
        let evil = JSONValue.string(Self.evil).jsonText
        let address = JSONValue.string(scene.server.address + "/v1").jsonText
        try scene.fixture.write(
            """
            {"profiles": {\(evil): {"base_url": \(address), "key_env": "OPENAI_API_KEY", "model": \(evil)}},
             "models": {\(evil): {"context": 1000}}}
            """,
            to: "config.json"
        )
        try scene.fixture.write(#"{\#(evil): "sk-0123456789abcdefghijkl", "x": {"cmd": \#(evil)}}"#, to: "keys.json")
        try scene.fixture.write(#"{"aliases": {\#(evil): \#(evil), "quick": \#(evil)}}"#, to: "models.json")
        try scene.fixture.makeDirectory("templates")
        try scene.fixture.write("---\nmodel: m\n---\npwn", to: "templates/a\u{1B}[31m.md")
        var conversation = Conversation(model: Self.evil)
        conversation.title = Self.evil
        conversation.append(.user(Self.evil))
        conversation.append(.assistant(Self.evil))
        let store = try ConversationStore(path: scene.fixture.waiterHome + "/waiter.sqlite3")
        try store.import([ImportedConversation(conversation)])
    }

    /// Runs a command with human-readable output.
    private func expectClean(
        _ words: [String],
        input: CommandInput = .empty,
        mentions text: String? = "pwn",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let environment = scene.environment.merging(["TZ": "UTC", "OPENAI_BASE_URL": ""]) { $1 }
        let result = try await scene.fixture.run(words, input: input, environment: environment)
        for output in [result.output, result.error] {
            let harmful = output.unicodeScalars.filter {
                $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t"
            }
            let seen = harmful.map { String($0.value, radix: 16) }
            #expect(seen == [], "\(words): \(output.debugDescription)", sourceLocation: sourceLocation)
        }
        guard let text else { return }
        let isThere = (result.output + result.error).contains(text)
        #expect(isThere, "\(words): \(result.output)\(result.error)", sourceLocation: sourceLocation)
    }

    @Test("Models, profiles, aliases, keys and templates")
    func listings() async throws {
        // One does not show such a name, the other one rejects it.
        let unnamed = [["templates"], ["models", "show", Self.evil]]
        for words in [
            ["models"], ["models", "--remote", "-P", Self.evil], ["models", "list", "-P", Self.evil],
            ["models", "alias"], ["models", "alias", "quick"], ["models", "default", "-P", Self.evil],
            ["models", "show", Self.evil], ["models", "show", "a-pwn"], ["config", "show", "-P", Self.evil],
            ["keys", "list"], ["templates"], ["doctor", "-P", Self.evil], ["doctor", "--offline", "-P", Self.evil],
        ] {
            try await expectClean(words, mentions: unnamed.contains(words) ? nil : "pwn")
        }
    }

    @Test("Conversations")
    func conversations() async throws {
        for words in [
            ["list"], ["show"], ["show", "-v"], ["show", "--branches"], ["search", "pwn"], ["export", "last"],
            ["rename", "last", Self.evil], ["show", "pwn-nothing-like-it"], ["branch", Self.evil + "x"],
        ] {
            try await expectClean(["log"] + words)
        }
        let file = scene.fixture.home + "/page.md"
        try await expectClean(["log", "export", "last", "-o", file], mentions: nil)
        let page = try String(contentsOfFile: file, encoding: .utf8)
        #expect(page.contains("pwn") && !page.unicodeScalars.contains("\u{1B}"))
    }

    @Test("Calls, costs and budgets")
    func usage() async throws {
        let ask = ["ask", "-P", Self.evil, "--tag", Self.evil, "-u", "-v", "hi"]
        let asked = try await scene.fixture.run(
            ask,
            environment: scene.environment.merging(["OPENAI_BASE_URL": ""]) { $1 }
        )
        // The answer is data and exact; all other output is cleaned.
        #expect(!asked.errorBytes.contains(0x1B) && !asked.errorBytes.contains(7), "\(asked.error)")
        try await expectClean(["usage", "budget", "set", "5", "--tag", Self.evil], mentions: nil)
        try await expectClean(["usage", "budget", "set", "5", "-m", Self.evil], mentions: nil)
        for words in [
            ["usage", "--by", "tag"], ["usage", "--by", "model"], ["usage", "--by", "profile"],
            ["usage", "--by", "conversation"], ["usage", "--plot"], ["usage", "budget", "list"],
            ["usage", "budget", "rm", "--tag", Self.evil],
        ] {
            try await expectClean(words, mentions: nil)
        }
    }

    @Test("Files and arguments")
    func files() async throws {
        let path = scene.fixture.home + "/\(Self.evil).txt"
        try Data("text".utf8).write(to: URL(fileURLWithPath: path))
        for words in [
            ["tokens", "count", path], ["tokens", "count", path + "x"], ["ask", "-f", path + "x", "hi"],
            ["ask", "-a", path, "hi"], ["keys", "scan", path], ["completions", "candidates", Self.evil],
            ["templates", "show", Self.evil], ["usage", "import", path], ["log", "import", path],
            ["ask", "-P", "x" + Self.evil, "hi"], ["ask", "--" + Self.evil], [Self.evil],
        ] {
            try await expectClean(words, mentions: nil)
        }
    }

    @Test("Data is unchanged: answers, JSON and JSON lines")
    func data() async throws {
        let last = try await scene.fixture.run(["log", "show", "--last"])
        #expect(last.output == Self.evil + "\n")
        for words in [["log", "list", "--json"], ["log", "export", "last", "--format", "jsonl"]] {
            let result = try await scene.fixture.run(words)
            let json = try JSONValue(parsing: result.outputBytes)
            let title = json[0]?["title"] ?? json["title"]
            #expect(title == .string(Self.evil), "\(words): \(result.output)")
        }
    }
}
