import Foundation
import Synchronization
import Testing
import Waiter
import WaiterCommands
import WaiterConversation

@Suite("Chat commands")
struct SlashCommandTests {
    private func failure(_ scene: ChatScene, _ line: String) async -> CommandFailure? {
        do {
            try await scene.enter(line)
            return nil
        } catch {
            return error as? CommandFailure
        }
    }

    @Test("/help has one line per command, none wider than a terminal")
    func help() async throws {
        let scene = try ChatScene()
        #expect(try await scene.enter("/help") == .next)
        for command in SlashCommand.all {
            #expect(scene.errors.contains("\n  /\(command.name)") || command.name == "help")
        }
        #expect(scene.errors.split(separator: "\n").allSatisfy { $0.count < 80 })
    }

    @Test("All specified commands exist, and names from other programs are synonyms")
    func names() {
        let names = "help model system attach edit retry undo branch last save tokens cost copy quit"
        #expect(SlashCommand.all.map(\.name) == names.split(separator: " ").map(String.init))
        #expect(SlashCommand.named("exit")?.name == "quit")
        #expect(SlashCommand.named("?")?.name == "help")
    }

    @Test("An unknown command gets the closest one, and nothing is sent")
    func unknown() async throws {
        let scene = try ChatScene()
        let failure = await failure(scene, "/brnch")
        #expect(failure?.text.contains("unknown command '/brnch'; did you mean '/branch'?") == true)
        #expect(scene.asked.isEmpty)
    }

    @Test("/undo prints the removed turn, and the next request omits it")
    func undo() async throws {
        let scene = try ChatScene(system: "Be brief.")
        #expect(await failure(scene, "/undo")?.text == "waiter: no question yet")
        try await scene.enter("one")
        try await scene.enter("two")
        try await scene.enter("/undo")
        #expect(scene.errors.contains("undid “two” and its answer"))
        try await scene.enter("three")
        #expect(scene.asked.last == ["Be brief.", "one", "answer to one", "three"])
        #expect(scene.record.kept.withLock { $0 } == 1)
    }

    @Test("/retry sends the same question without the previous answer, which stays as a branch")
    func retry() async throws {
        let scene = try ChatScene()
        try await scene.enter("one")
        #expect(try await scene.enter("/retry") == .ask)
        #expect(scene.asked == [["one"], ["one"]])
        #expect(scene.session.conversation.leaves.count == 2)
    }

    @Test("/edit with a text sends it instead; without one, it opens the question for editing")
    func edit() async throws {
        let scene = try ChatScene(isInteractive: true)
        try await scene.enter("one")
        try await scene.enter("two")
        #expect(try await scene.enter("/edit") == .edit("two"))
        #expect(try await scene.enter("/edit three\nlines") == .ask)
        #expect(scene.asked.last == ["one", "answer to one", "three\nlines"])
        scene.session.isInteractive = false
        #expect(await failure(scene, "/edit") != nil)
    }

    @Test("/branch continues from an earlier turn, and back on the previous branch")
    func branch() async throws {
        let scene = try ChatScene(system: "Be brief.")
        for question in ["one", "two", "three"] { try await scene.enter(question) }
        try await scene.enter("/branch 1")
        try await scene.enter("other")
        #expect(scene.asked.last == ["Be brief.", "one", "answer to one", "other"])
        try await scene.enter("/branch")
        #expect(scene.errors.contains("  1   one\n  2   other\n  b1  after 1: two (2 turns)\n"))
        try await scene.enter("/branch b1")
        try await scene.enter("four")
        #expect(scene.asked.last?.suffix(3) == ["three", "answer to three", "four"])
        try await scene.enter("/branch 0")
        try await scene.enter("anew")
        #expect(scene.asked.last == ["Be brief.", "anew"])
        let failure = await failure(scene, "/branch 9")
        #expect(failure?.text.contains("unknown turn '9'; available: 1, b1, b2, or 0") == true)
    }

    @Test("/model switches the model, and keeps the old one if the new one does not exist")
    func model() async throws {
        let scene = try ChatScene()
        try await scene.enter("/model")
        #expect(scene.errors.contains("gpt-6.1-sol (a script)"))
        try await scene.enter("/model gpt-6.1-luna")
        #expect(scene.session.conversation.model == "gpt-6.1-luna")
        #expect(await failure(scene, "/model nothing") != nil)
        #expect(await scene.session.prompt().model == "gpt-6.1-luna")
    }

    @Test("/system puts the prompt first, also late in a chat, and the path without it stays as a branch")
    func system() async throws {
        let scene = try ChatScene()
        try await scene.enter("/system")
        #expect(scene.errors.contains("no system prompt"))
        try await scene.enter("one")
        try await scene.enter("/system Be brief.")
        try await scene.enter("two")
        #expect(scene.asked.last == ["Be brief.", "one", "answer to one", "two"])
        try await scene.enter("/system")
        #expect(scene.errors.contains("Be brief."))
        try await scene.enter("/system!")
        try await scene.enter("three")
        #expect(scene.asked.last?.first == "one")
        #expect(scene.session.conversation.leaves.count == 3)
    }

    @Test("/attach sends files only with the next question: images as images, text under its name")
    func attach() async throws {
        let scene = try ChatScene()
        let image = scene.path("dot.png")
        let png = try #require(
            Data(
                base64Encoded:
                    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
            )
        )
        try png.write(to: URL(fileURLWithPath: image))
        try Data("red\n".utf8).write(to: URL(fileURLWithPath: scene.path("colours.txt")))
        try await scene.enter("/attach \(image)")
        try await scene.enter("/attach ~/colours.txt")
        #expect(await scene.session.prompt().attachments == 2)
        try await scene.enter("What is this?")
        let question = try #require(scene.record.asked.withLock { $0.last?.last })
        guard case .parts(let parts)? = question.content else { return #expect(Bool(false), "no parts") }
        #expect(parts.count == 2)
        #expect(question.text == "~/colours.txt:\n```\nred\n```\n\nWhat is this?")
        try await scene.enter("/edit And this?")
        let edited = try #require(scene.record.asked.withLock { $0.last?.last })
        guard case .parts(let kept)? = edited.content else { return #expect(Bool(false), "no parts") }
        #expect(kept.count == 2 && edited.text == "And this?")
        try await scene.enter("next")
        #expect(scene.asked.last?.last == "next")
        #expect(await failure(scene, "/attach \(scene.path("missing"))")?.text.contains("no such file") == true)
    }

    @Test("/save writes Markdown or OpenAI's messages to a private file, and overwrites only if confirmed")
    func save() async throws {
        let scene = try ChatScene(system: "Be brief.")
        try await scene.enter("one")
        let (page, list) = (scene.path("talk.md"), scene.path("talk.json"))
        try await scene.enter("/save \(page)")
        #expect(try scene.text("talk.md").contains("## User\n\none\n\n## Assistant\n\nanswer to one\n"))
        try await scene.enter("/save \(list)")
        let json = try JSONValue(jsonText: scene.text("talk.json"))
        #expect(json.arrayValue?.map { $0["content"]?.stringValue } == ["Be brief.", "one", "answer to one"])
        let mode = try FileManager.default.attributesOfItem(atPath: page)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(await failure(scene, "/save \(page)")?.text.contains("already exists; /save! overwrites it") == true)
        try await scene.enter("two")
        try await scene.enter("/save! \(page)")
        #expect(try scene.text("talk.md").contains("answer to two"))
        #expect(await failure(scene, "/save") != nil)
        #expect(await failure(scene, "/save \(scene.path("no/such/folder.md"))") != nil)
    }

    @Test("/tokens prints the tokens of each turn and the total")
    func tokens() async throws {
        let scene = try ChatScene(system: "0123456789")
        try await scene.enter("one")
        try await scene.enter("three")
        try await scene.enter("/tokens")
        let rows = scene.errors.split(separator: "\n").suffix(4).map { $0.split(separator: " ").map(String.init) }
        #expect(rows[0] == ["10", "system", "prompt"])
        #expect(rows[1] == ["16", "1", "one"])
        #expect(rows[2] == ["20", "2", "three"])
        #expect(scene.errors.hasSuffix("46 tokens of 128000, 1000 reserved for the answer\n"))
    }

    @Test("/tokens combines old turns of a long conversation in one row")
    func manyTokens() async throws {
        let scene = try ChatScene()
        for number in 1...30 { try await scene.enter("question \(number)") }
        try await scene.enter("/tokens")
        #expect(scene.errors.split(separator: "\n").count == 22)
        #expect(scene.errors.contains("1-10  earlier turns"))
    }

    @Test("/cost includes all answers, also undone ones")
    func cost() async throws {
        let scene = try ChatScene()
        try await scene.enter("one")
        try await scene.enter("/undo")
        try await scene.enter("two")
        try await scene.enter("/cost")
        #expect(scene.errors.hasSuffix("$0.00 for 2 calls, including all branches\n"))
    }

    @Test("/copy without a terminal or desktop says what to do instead")
    func copy() async throws {
        let scene = try ChatScene()
        #expect(await failure(scene, "/copy")?.text == "waiter: no answer yet")
        try await scene.enter("one")
        #expect(await failure(scene, "/copy")?.text == "waiter: no clipboard available; use /save FILE")
    }

    @Test("/quit and its synonyms end the chat")
    func quit() async throws {
        let scene = try ChatScene()
        for word in ["/quit", "/exit", "/bye", "/q"] { #expect(try await scene.enter(word) == .leave) }
    }

    @Test("A template applies to the first question only")
    func template() async throws {
        let scene = try ChatScene()
        let template = try Template(name: "t", bytes: Array("Translate into $language: $input".utf8), path: "t.md")
        scene.session.template = ChatTemplate(template, values: [("language", "French")])
        try await scene.enter("bread")
        try await scene.enter("butter")
        #expect(
            scene.asked.last == ["Translate into French: bread", "answer to Translate into French: bread", "butter"]
        )
    }
}
