import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Templates")
struct TemplateTests {
    private let scene: Scene

    init() throws {
        scene = try Scene(Reply.stream("Hello"))
    }

    private func sent() throws -> [JSONValue] {
        try #require(scene.server.requests.last?.json["messages"]?.arrayValue)
    }

    @Test("A template saved with --save-template is used with -t, with its values filled in")
    func roundTrip() async throws {
        let saved = try await scene.run(
            "Translate to $language: $input",
            "--save-template",
            "translate",
            "-s",
            "You translate.",
            "-m",
            "gpt-5",
            "-o",
            "temperature",
            "0",
            "-p",
            "language",
            "French"
        )
        #expect(saved.exitCode == 0)
        #expect(saved.error.hasSuffix("/templates/translate.md; use it with: waiter -t translate ...\n"))
        #expect(scene.server.requests.isEmpty)

        try await scene.run("-t", "translate", input: .text("a tree\n"))
        let request = try #require(scene.server.requests.last).json
        #expect(request["model"] == "gpt-5")
        #expect(request["temperature"] == 0)
        #expect(try sent().map { $0["content"] } == ["You translate.", "Translate to French: a tree"])

        try await scene.run("-t", "translate", "-p", "language", "German", "-s", "Be brief.", "-m", "o4", "a tree")
        #expect(try sent().map { $0["content"] } == ["Be brief.", "Translate to German: a tree"])
        #expect(try #require(scene.server.requests.last).json["model"] == "o4")
    }

    @Test("Input without a placeholder in the template is appended, and $$ is a dollar sign")
    func noPlace() async throws {
        try await scene.run("It costs $$5.", "--save-template", "price")
        try await scene.run("-t", "price", "Too much?")
        #expect(try sent().last?["content"] == "It costs $5.\n\nToo much?")
    }

    @Test("A missing or unknown value and an unknown template are reported with suggestions")
    func mistakes() async throws {
        try await scene.run("To $language: $input", "--save-template", "translate")
        let cases: [([String], String)] = [
            (["-t", "translate", "x"], "requires a value for 'language'; set it with: -p language VALUE"),
            (["-t", "translate", "-p", "language", "x"], "requires a prompt for $input"),
            (["-t", "translate", "-p", "langage", "x", "y"], "has no placeholder 'langage'; did you mean 'language'?"),
            (["-t", "tranlsate", "x"], "unknown template 'tranlsate'; did you mean 'translate'?"),
            (["x", "--save-template", "translate"], "the template 'translate' already exists"),
            (["x", "--save-template", "a/b"], "invalid template name 'a/b'"),
            (["--save-template", "empty"], "nothing to save"),
            (["x", "--save-template", "files", "-a", "cat.png"], "--save-template does not store files"),
            (["-t", "translate", "-p", "input", "x"], "$input is set by the prompt, not with -p"),
        ]
        for (words, expected) in cases {
            let result = await scene.finish(try await scene.start(words))
            #expect(result.exitCode == 2, "\(words)")
            #expect(result.error.contains(expected), "\(result.error)")
        }
        #expect(scene.server.requests.isEmpty)
    }

    @Test("A handwritten template may have comments, and an error in it is reported with line and column")
    func byHand() async throws {
        try scene.fixture.makeDirectory("templates")
        try scene.fixture.write(
            "---\n{\n  // one code block\n  extract: true,\n  system: 'Code only.',\n}\n---\n\nWrite it: $input\n",
            to: "templates/code.md"
        )
        let result = try await scene.run("-t", "code", "a loop")
        #expect(result.exitCode == 7)
        #expect(try sent().map { $0["content"] } == ["Code only.", "Write it: a loop"])

        try scene.fixture.write("---\n{\n  system 'x'\n}\n---\nHi", to: "templates/bad.md")
        let bad = try await scene.run("-t", "bad", "x")
        #expect(bad.exitCode == 2)
        #expect(bad.error.contains("/templates/bad.md, line 3, column 10)"))
        try scene.fixture.write("---\n{ sytem: 'x' }\n---\nHi", to: "templates/bad.md")
        #expect(try await scene.run("-t", "bad", "x").error.contains("unknown key 'sytem'"))
        try scene.fixture.write("---\n{ options: { temprature: 1 } }\n---\nHi", to: "templates/bad.md")
        #expect(try await scene.run("-t", "bad", "x").error.contains("'options.temprature'"))
        try scene.fixture.write("\u{FEFF}---\n{ max_tokens: 7 }\n---\nHi", to: "templates/marked.md")
        #expect(try await scene.run("-t", "marked").exitCode == 0)
        #expect(try sent().map { $0["content"] } == ["Hi"])
        #expect(try #require(scene.server.requests.last).json["max_tokens"] == 7)
        try scene.fixture.write("---\n{ }\nHi", to: "templates/bad.md")
        #expect(try await scene.run("-t", "bad", "x").error.contains("is not closed; close it with a second --- line"))
    }

    @Test("Templates are listed, shown, edited with the user's editor, and removed")
    func keeping() async throws {
        #expect(try await scene.run("templates").error.contains("no templates; create one"))
        try await scene.run("Review: $input", "--save-template", "review")
        #expect(try await scene.run("templates").output == "review  Review: $input\n")
        #expect(try await scene.run("templates", "show", "review").output == "Review: $input\n")
        let editor = ["EDITOR": "sed -i -e s/Review/Judge/"]
        #expect(try await scene.run("templates", "edit", "review", environment: editor).exitCode == 0)
        let list = try await scene.run("templates", "list", "--json")
        #expect(try JSONValue(jsonText: list.output)[0]?["prompt"] == "Judge: $input")
        let failing = try await scene.run("templates", "edit", "review", environment: ["VISUAL": "false"])
        #expect(failing.exitCode == 1)
        #expect(failing.error == "waiter: the editor 'false' failed\n")
        let path = scene.fixture.waiterHome + "/templates/review.md"
        #expect(try await scene.run("templates", "show", path).output == "Judge: $input\n")
        let mode = { try FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions] as? Int }
        let adding = ["EDITOR": "sh -c 'echo new > \"$0\"'"]
        try await scene.run("templates", "edit", "two words", environment: adding)
        #expect(try mode(scene.fixture.waiterHome + "/templates/two words.md") == 0o600)
        #expect(try await scene.run("templates", "edit", "empty", environment: ["EDITOR": "true"]).exitCode == 0)
        #expect(try await scene.run("templates").output == "review     Judge: $input\ntwo words  new\n")
        #expect(try await scene.run("templates", "rm", "review").exitCode == 0)
        let gone = try await scene.run("templates", "show", "review")
        #expect(gone.exitCode == 2)
    }
}
