import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterStore
import WaiterTestSupport

@Suite("waiter log: show, rename, branch and remove")
struct LogShowTests {
    private let scene: LogScene

    init() throws { scene = try LogScene() }

    @Test("A conversation is shown with roles, times and attachments")
    func show() async throws {
        var conversation = Conversation(model: "gpt-5", system: "Be brief.")
        conversation.append(.user([.text("What is this?"), .imageURL("data:image/png;base64,iVBORw0KGgo=")]))
        conversation.append(.assistant("A **cat**, or the beginning of"), status: .interrupted)
        try await scene.store().import([ImportedConversation(conversation)])
        let text = try await scene.run("show").output
        #expect(text.hasPrefix("What is this?\n\(conversation.id), gpt-5, 1 turn, today "))
        #expect(text.contains("\n[image image/png, 8 B]\nWhat is this?\n"))
        #expect(text.contains(/\nassistant, today \d\d:\d\d, interrupted\nA \*\*cat\*\*, or the beginning of\n/))
        let shown = try await scene.run("show", environment: ["TERM": "xterm"], streams: .terminal).output
        #expect(shown.contains("\u{1B}[0;1mcat\u{1B}[0m"), "\(shown)")
        let raw = try await scene.run("show", "--raw", environment: ["TERM": "xterm"], streams: .terminal).output
        #expect(raw.contains("**cat**"))
        let last = try await scene.run("show", "--last")
        #expect(last.output == "A **cat**, or the beginning of\n")
        #expect(last.error == "waiter: answer status: interrupted\n")
    }

    @Test("Stored text reaches a terminal without control characters, and a pipe unchanged")
    func harmless() async throws {
        let evil = "a\u{1B}]52;c;ZXZpbA==\u{7}b\u{9B}2Jc"
        try scene.keep((evil, evil), model: "m\u{1B}[31m", title: "t\u{1B}[2J")
        for words in [
            ["show"], ["show", "--raw"], ["show", "--branches"], ["show", "-v"], ["list"], ["search", "b"],
        ] {
            let result = try await scene.fixture.run(
                ["log"] + words,
                environment: ["TERM": "xterm", "NO_COLOR": "1"],
                streams: .terminal
            )
            #expect(!result.outputBytes.contains(0x1B) && !result.outputBytes.contains(7), "\(words)")
        }
        #expect(try await scene.run("show", "--last").output == evil + "\n")
    }

    @Test("-x prints the last answer with code, and exits with 7 if there is none")
    func extract() async throws {
        try scene.keep(("1", "```sh\nold\n```"), ("2", "So:\n```sh\nnew\n```\n"), ("3", "no code"))
        #expect(try await scene.run("show", "-x").output == "new\n")
        try scene.keep(("1", "none"), at: Date().addingTimeInterval(60))
        let none = try await scene.run("show", "-x")
        #expect(none.exitCode == 7 && none.output == "")
    }

    @Test("Branches are mentioned, counted, and shown with --branches")
    func branches() async throws {
        var conversation = Conversation(model: "m")
        conversation.append(.user("question"))
        conversation.append(.assistant("first"))
        try conversation.branch(at: 0)
        conversation.append(.assistant("second"))
        try await scene.store().import([ImportedConversation(conversation)])
        let text = try await scene.run("show").output
        #expect(text.contains("2 branches") && text.contains("version 2 of 2\nsecond\n") && !text.contains("first"))
        let tree = try await scene.run("show", "--branches").output
        #expect(tree.hasSuffix("\n* user: question\n    assistant: first\n*   assistant: second\n"), "\(tree)")
    }

    @Test("--json and -v show each call with its exact request and response, times and tokens")
    func calls() async throws {
        let store = try scene.store()
        var stored = StoredConversation(Conversation(model: "gpt-5"), profile: "work")
        stored.conversation.append(.user("Hi"))
        let body = #"{"model":"gpt-5","messages":[{"role":"user","content":"Hi"}],"stream":true}"#
        let call = try await store.begin(
            CallStart(model: "gpt-5", request: Array(body.utf8), server: "x.test"),
            in: &stored
        )
        let answer =
            #"{"id":"c1","model":"gpt-5-mini","choices":[{"index":0,"message":{"role":"assistant","content":"Ho"},"finish_reason":"stop"}],"usage":{"prompt_tokens":8,"completion_tokens":2,"total_tokens":10}}"#
        let completion = try JSONDecoder().decode(ChatCompletion.self, from: Data(answer.utf8))
        stored.conversation.append(.assistant("Ho"))
        let end = CallEnd(
            status: .complete,
            completion: completion,
            requestID: "req_1",
            firstToken: .milliseconds(250),
            duration: .milliseconds(1250)
        )
        try await store.finish(call, end, in: &stored)
        let json = try JSONValue(jsonText: try await scene.run("show", "--json").output)
        let found = try #require(json["calls"]?[0])
        #expect(found["request"]?.jsonText == body)
        #expect(found["response"]?["choices"]?[0]?["message"]?["content"] == "Ho")
        #expect(found["first_token_ms"] == 250 && found["duration_ms"] == 1250 && found["request_id"] == "req_1")
        #expect(found["usage"]?["total_tokens"] == 10 && found["server"] == "x.test" && found["status"] == "complete")
        #expect(json["messages"]?[1]?["message"]?["content"] == "Ho" && json["messages"]?[1]?["on_path"] == true)
        let verbose = try await scene.run("show", "-v").output
        #expect(verbose.contains("request: \(body)\n") && verbose.contains("served by gpt-5-mini, at x.test"))
        #expect(verbose.contains("8 + 2 tokens, request id req_1"))
    }

    @Test("A title is set and removed")
    func rename() async throws {
        let id = try scene.keep(("first words", "x"))
        let named = try await scene.run("rename", "last", "A", "better title")
        #expect(named.output == "" && named.error == "waiter: renamed \(id) to 'A better title'\n")
        #expect(try await scene.run().output.hasSuffix("\tA better title\n"))
        try await #expect(scene.run("rename", id.text, "").exitCode == 0)
        #expect(try await scene.run().output.hasSuffix("\tfirst words\n"))
    }

    @Test("A branch has the turns up to the given one, and only its ID is printed to standard output")
    func branch() async throws {
        let id = try scene.keep(("1", "one"), ("2", "two"), ("3", "three"))
        let result = try await scene.run("branch", id.text, "--at", "2")
        let branch = try #require(ConversationID(result.output.filter { $0 != "\n" }))
        #expect(branch != id && result.error == "")
        #expect(try scene.conversation(branch).messages.map(\.text) == ["1", "one", "2", "two"])
        #expect(try scene.conversation(id).messages.count == 6)
        for turn in ["0", "4", "-1"] {
            let wrong = try await scene.run("branch", id.text, "--at=\(turn)")
            #expect(wrong.exitCode == 2 && wrong.error.contains("turn \(turn) does not exist"), "\(wrong.error)")
        }
    }

    @Test("Removal asks for confirmation on a terminal, and requires --yes elsewhere")
    func remove() async throws {
        let id = try scene.keep(("precious", "x"))
        let piped = try await scene.run("rm", "last")
        #expect(piped.exitCode == 2 && piped.error == "waiter: 1 conversation would be removed; confirm with --yes\n")
        let no = try await answer("n\n", to: ["rm", "last"])
        #expect(no.exitCode == 0 && no.output.contains("1 turn  precious") && no.output.contains("nothing was removed"))
        #expect(try scene.conversation(id).nodes.count == 2)
        let yes = try await answer("y\n", to: ["rm", String(id.text.prefix(12))])
        #expect(yes.exitCode == 0 && yes.output.contains("removed 1 conversation"))
        #expect(try await scene.run().output == "")
    }

    private func answer(_ typed: String, to words: [String]) async throws -> CommandResult {
        let command = try await scene.fixture.start(["log"] + words, input: .terminal, streams: .terminal)
        #expect(await command.waitForOutput("[y/N] "))
        command.type(typed)
        return await command.result()
    }

    @Test("--all and --older-than remove only the matching conversations")
    func removeMany() async throws {
        try scene.keep(("old", "x"), at: Date().addingTimeInterval(-100 * 86_400))
        let new = try scene.keep(("new", "x"))
        #expect(try await scene.run("rm", "--older-than", "30d", "--yes").error == "waiter: removed 1 conversation\n")
        #expect(try await scene.run().output.hasPrefix(new.text))
        #expect(
            try await scene.run("rm", "--older-than", "30d", "--yes").error == "waiter: no conversations are that old\n"
        )
        for words in [["rm"], ["rm", "--all", "last"], ["rm", "--older-than", "long", "--yes"]] {
            #expect(try await scene.fixture.run(["log"] + words).exitCode == 2)
        }
        #expect(try await scene.run("rm", "--all", "-y").error == "waiter: removed 1 conversation\n")
    }

    @Test("IDs are completed with their titles")
    func completion() async throws {
        let id = try scene.keep(("the title", "x"))
        for words in [["log", "show", ""], ["log", "rm", ""], ["log", "export", ""], ["--id", ""]] {
            let result = try await scene.fixture.run(["completions", "candidates", "--shell", "fish", "--"] + words)
            #expect(result.output.contains("\(id)\tthe title"), "\(words): \(result.output)\(result.error)")
        }
    }
}
