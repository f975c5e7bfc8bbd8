import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterStore
import WaiterTestSupport

@Suite("waiter log: export and import")
struct LogImportTests {
    private let scene: LogScene

    init() throws { scene = try LogScene() }

    /// A tree with all features of a conversation.
    private func richConversation() throws -> Conversation {
        var conversation = Conversation(model: "gpt-5", system: "Be brief.")
        conversation.title = "A \"title\"\nof two lines 漢字"
        let image = "data:image/png;base64," + Data((0..<3000).map { UInt8($0 % 251) }).base64EncodedString()
        conversation.append(.user([.text("What is this?"), .imageURL(image, detail: .low)]))
        conversation.append(.assistant("A cat\u{0}, \u{1B}[1m perhaps"), status: .interrupted)
        try conversation.branch(at: 1)
        conversation.append(.assistant("A dog."))
        conversation.append(.user("Sure?"))
        try conversation.setPinned(true, for: 4)
        conversation.restore(Conversation.Summary(text: "A picture was shown.", covers: [1]))
        return conversation
    }

    @Test("JSON lines survive export and import: tree, times, states, attachments and title")
    func roundTrip() async throws {
        let conversation = try richConversation()
        try await scene.store().import([ImportedConversation(conversation, profile: "work")])
        let old = try scene.keep(("old", "x"), at: Date(timeIntervalSince1970: 1_700_000_000.123))
        let output = scene.fixture.waiterHome + "/all.jsonl"
        let exported = try await scene.run("export", "--all", "--format", "jsonl", "-o", output)
        #expect(exported.exitCode == 0 && exported.error == "waiter: wrote 2 conversations to \(output)\n")
        let piped = try await scene.run("export", conversation.id.text, old.text, "--format", "jsonl")
        #expect(piped.output.split(separator: "\n").count == 2)

        let other = try LogScene()
        let first = try await other.run("import", output)
        #expect(first.exitCode == 0 && first.error == "waiter: imported 2 conversations, 7 messages\n")
        for id in [conversation.id, old] {
            let (there, here) = await (try other.store().conversation(id), try scene.store().conversation(id))
            #expect(there.conversation == here.conversation)
            #expect(there.conversation.summary == here.conversation.summary)
            #expect(there.profile == here.profile)
        }
        #expect(try await other.run().output == scene.run().output)
        let again = try await other.run("import", output)
        #expect(again.exitCode == 0 && again.error == "waiter: nothing new; 2 were already stored\n")
        #expect(
            try await other.run("export", "--all", "--format", "jsonl").output
                == String(contentsOfFile: output, encoding: .utf8)
        )
        // It is private to its owner, and not overwritten.
        let mode = try FileManager.default.attributesOfItem(atPath: output)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try await scene.run("export", "last", "-o", output).exitCode == 2)
    }

    @Test("Importing a conversation that has grown elsewhere adds its new messages as a branch and loses nothing")
    func merging() async throws {
        let id = try scene.keep(("1", "one"))
        let file = try await scene.run("export", "last", "--format", "jsonl").output
        let other = try LogScene()
        #expect(try await other.run("import", "-", input: .text(file)).exitCode == 0)
        for (place, text) in [(scene, "here"), (other, "there")] {
            var stored = try await place.store().conversation(id)
            stored.conversation.append(.user(text))
            try await place.store().save(&stored)
        }
        let grown = try await other.run("export", "last", "--format", "jsonl").output
        let result = try await scene.run("import", "-", input: .text(grown))
        #expect(result.error.hasSuffix("added 1 message to 1 conversation\n"), "\(result.error)")
        let merged = try scene.conversation(id)
        #expect(merged.messages.map(\.text) == ["1", "one", "here"])
        #expect(merged.nodes.map(\.message.text) == ["1", "one", "here", "there"])
        #expect(merged.leaves.count == 2)
        #expect(try await scene.run("import", "-", input: .text(grown)).error.hasPrefix("waiter: nothing new"))
    }

    @Test("OpenAI messages are imported on their own, in a request, or as fine-tuning lines, without duplicates")
    func messages() async throws {
        let list =
            #"[{"role":"user","content":"Hi"},{"role":"assistant","content":"Ho","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}]"#
        let cases = [
            (list, 1), (#"{"model":"m","messages":\#(list),"temperature":1}"#, 1),
            ("{\"messages\":\(list)}\n\n{\"messages\":[{\"role\":\"user\",\"content\":\"2\"}]}\n", 2),
            ("\u{FEFF}  [{\"messages\":\(list)}, {\"messages\":[{\"role\":\"user\",\"content\":\"2\"}]}]", 2),
            (list + "\n" + #"[{"role":"user","content":"2"}]"#, 2),
        ]
        for (text, count) in cases {
            let scene = try LogScene()
            let result = try await scene.run("import", "-", input: .text(text))
            #expect(result.exitCode == 0, "\(result.error)")
            await #expect(try scene.store().list().count == count, "\(text)")
            let again = try await scene.run("import", "-", input: .text(text))
            #expect(again.error == "waiter: nothing new; \(count) \(count == 1 ? "was" : "were") already stored\n")
            let id = try await #require(try scene.store().list().first { $0.title == "Hi" }).id
            let exported = try await scene.run("export", id.text, "--format", "openai").output
            #expect(try JSONValue(jsonText: exported) == JSONValue(jsonText: list))
        }
    }

    @Test("Markdown has the title, the roles, and the exact text")
    func markdown() async throws {
        let id = try scene.keep(("# Why?", "```sh\nls\n```"), title: "Two\nlines")
        let text = try await scene.run("export", id.text).output
        #expect(text.hasPrefix("# Two lines\n\n- ID: `\(id)`\n- Model: `gpt-5`\n"))
        #expect(text.hasSuffix("\n## User\n\n# Why?\n\n## Assistant\n\n```sh\nls\n```\n"))
    }

    // MARK: ChatGPT

    private static let chatGPT = """
        [{"title": "Cats", "create_time": 1700000000.5, "update_time": 1700000300.0, "conversation_id": "abc-1",
          "default_model_slug": "gpt-4o", "current_node": "a2", "mapping": {
          "a2": {"id": "a2", "parent": "tool", "children": [], "message": {"author": {"role": "assistant"},
                 "create_time": 1700000040.0, "content": {"content_type": "text", "parts": ["A tabby."]},
                 "metadata": {"model_slug": "gpt-4o-mini", "finish_details": {"type": "interrupted"}}}},
          "root": {"id": "root", "parent": null, "children": ["sys"], "message": null},
          "sys": {"id": "sys", "parent": "root", "children": ["u1"], "message": {"author": {"role": "system"},
                 "content": {"content_type": "text", "parts": [""]},
                 "metadata": {"is_visually_hidden_from_conversation": true}}},
          "u1": {"id": "u1", "parent": "sys", "children": ["a1", "tool"], "message": {"author": {"role": "user"},
                 "create_time": 1700000010.0, "content": {"content_type": "multimodal_text", "parts": [
                   {"content_type": "image_asset_pointer", "asset_pointer": "file-service://f1", "width": 2, "height": 3},
                   "Which cat?"]}, "metadata": {"attachments": [{"name": "cat.png"}]}}},
          "a1": {"id": "a1", "parent": "u1", "children": [], "message": {"author": {"role": "assistant"},
                 "create_time": 1700000020.0, "content": {"content_type": "text", "parts": ["A first answer."]},
                 "metadata": {"model_slug": "gpt-4o"}}},
          "tool": {"id": "tool", "parent": "u1", "children": ["a2"], "message": {"author": {"role": "tool", "name": "python"},
                 "create_time": 1700000030.0, "content": {"content_type": "execution_output", "text": "42"}}}
          }},
         {"title": "Empty", "create_time": 1e300, "mapping": {"x": {"parent": "y", "children": ["x"], "message": null}}}]
        """

    @Test("ChatGPT's export is imported with branches, models, times, titles and image names, without duplicates")
    func chatGPT() async throws {
        let zip = ZipFile(entries: [.init("user.json", "{}"), .init("conversations.json", Self.chatGPT)])
        let file = try scene.file("export.zip", zip.bytes)
        let result = try await scene.run("import", file)
        #expect(result.exitCode == 0 && result.error == "waiter: imported 1 conversation, 4 messages\n")
        let summary = try await #require(try scene.store().list().first)
        #expect(summary.title == "Cats" && summary.isNamed && summary.model == "gpt-4o")
        #expect(summary.createdAt.timeIntervalSince1970 == 1_700_000_000.5)
        #expect(summary.usedAt.timeIntervalSince1970 == 1_700_000_300)
        let conversation = try scene.conversation(summary.id)
        #expect(
            conversation.messages.map(\.text) == [
                "[file cat.png]\n[image file-service://f1, 2x3]\nWhich cat?", "```\n42\n```", "A tabby.",
            ]
        )
        #expect(conversation.leaves.count == 2)
        #expect(conversation.path.last?.status == .interrupted && conversation.path.last?.model == "gpt-4o-mini")
        #expect(conversation.nodes[1].message.text == "A first answer.")
        // The same for the file alone.
        let alone = try scene.file("conversations.json", Self.chatGPT)
        #expect(try await scene.run("import", alone).error == "waiter: nothing new; 1 was already stored\n")
    }

    private static func entry(_ name: String, _ mapping: String) -> String {
        #"{"title": "\#(name)", "create_time": 1700000000, "conversation_id": "\#(name)", "mapping": \#(mapping)}"#
    }

    private static func node(_ name: String, _ parent: String, _ role: String, _ text: String) -> String {
        #""\#(name)": {"parent": "\#(parent)", "children": [], "message": {"author": {"role": "\#(role)"}, "#
            + #""content": {"content_type": "text", "parts": ["\#(text)"]}}}"#
    }

    @Test("Elements that are not conversations are skipped and reported, and all others are imported")
    func oddElements() async throws {
        let good = (0..<3).map { Self.entry("c\($0)", "{\(Self.node("a", "", "user", "hello \($0)"))}") }
        let odd = [
            #"{"id": "g-p-1", "name": "Project", "type": "folder"}"#, Self.entry("none", "null"), #""a text""#, "null",
            "17", Self.entry("list", "[]"), #"{"messages": [{"content": "x"}]}"#,
        ]
        let elements = [odd[0], good[0]] + odd[1...3] + [good[1]] + odd[4...] + [good[2]]
        let list = "[" + elements.joined(separator: ",") + "]"
        let file = try scene.file("conversations.json", list)
        let result = try await scene.run("import", file)
        #expect(result.exitCode == 0)
        let lines = result.error.split(separator: "\n")
        #expect(lines.count == 7, "\(result.error)")
        #expect(lines[0] == "waiter: skipped element 0 of \(file): an object with the members 'id', 'name', 'type'")
        #expect(lines[2] == "waiter: skipped element 3 of \(file): a string")
        #expect(lines[5] == "waiter: skipped 2 more elements that are not conversations")
        #expect(lines[6] == "waiter: imported 3 conversations, 3 messages")
        // If one entry of a zip file is damaged, the others are imported.
        let other = try LogScene()
        let zip = ZipFile(entries: [
            .init("conversations-000.json", "[" + odd[0] + "," + good[0] + "]"), .init("conversations-001.json", "[{"),
            .init("conversations-002.json", "[" + good[1] + "]"),
        ])
        let parts = try await other.run("import", try other.file("export.zip", zip.bytes))
        #expect(parts.exitCode == 2)
        #expect(parts.error.contains("invalid JSON"))
        await #expect(try other.store().list().count == 2)
    }

    @Test("Cyclic messages and messages that are plain strings do not affect other messages")
    func circles() async throws {
        let circle = [
            Self.node("a", "c", "user", "one"), Self.node("b", "a", "assistant", "two"),
            Self.node("c", "b", "user", "three"), Self.node("self", "self", "user", "four"),
            #""text": "a text""#, #""odd": {"parent": 7, "message": "a text"}"#, #""null": null"#,
        ]
        let file = try scene.file(
            "conversations.json",
            "[" + Self.entry("x", "{\(circle.joined(separator: ","))}") + "]"
        )
        let result = try await scene.run("import", file)
        #expect(result.error == "waiter: imported 1 conversation, 4 messages\n")
        let id = try await #require(try scene.store().list().first).id
        #expect(Set(try scene.conversation(id).nodes.map(\.message.text)) == ["one", "two", "three", "four"])
    }

    @Test(
        "Private-use citation marks are removed, and their visible text is kept",
        arguments: [
            ("Iron \u{E200}entity\u{E202}[\\\"people\\\",\\\"A. B.\\\",0]\u{E201} came.", "Iron A. B. came."),
            ("So. \u{E200}cite\u{E202}turn0search3\u{E202}turn0search8\u{E201}", "So."),
            ("So \u{E200}cite\u{E202}turn0search3\u{E201}, yes", "So, yes"), ("\u{E203}Hi\u{E204}", "Hi"),
            ("cut \u{E200}cite\u{E202}turn", "cut citeturn"),
            ("see \u{E200}url\u{E202}The page\u{E202}turn0\u{E201}", "see The page"),
            ("\u{E000} stays", "\u{E000} stays"),
        ]
    )
    func citations(text: String, shown: String) async throws {
        let mapping = "{" + Self.node("a", "", "assistant", text) + "}"
        let file = try scene.file("conversations.json", "[" + Self.entry("x", mapping) + "]")
        #expect(try await scene.run("import", file).exitCode == 0)
        let id = try await #require(try scene.store().list().first).id
        #expect(try scene.conversation(id).messages.map(\.text) == [shown])
    }

    @Test("A zip bomb, or a zip file that is damaged, encrypted or unrecognized, is reported, and nothing is imported")
    func zips() async throws {
        let good = ZipFile(entries: [.init("conversations.json", Self.chatGPT)])
        func changed(_ change: (inout ZipFile.Entry) -> Void) -> [UInt8] {
            var zip = good
            change(&zip.entries[0])
            return zip.bytes
        }
        let cases: [([UInt8], String)] = [
            (Array(good.bytes.dropLast(5)), "a truncated zip file"),
            (changed { $0.isEncrypted = true }, "whose conversations.json is encrypted"),
            (changed { $0.checkSum = 1 }, "whose conversations.json is damaged"),
            (changed { $0.statedSize = 100 }, "whose conversations.json is damaged"),
            (changed { $0.statedSize = 100_000_000 }, "whose conversations.json is damaged"),
            (changed { $0.statedSize = 0x7FFF_FFFF }, "whose conversations.json is larger than"),
            (changed { $0.name = "other.json" }, "a zip file without conversations.json"),
            (Array(good.bytes[..<40]) + good.bytes[50...], "a damaged zip file"),
        ]
        for (bytes, words) in cases {
            let file = try scene.file("bad.zip", bytes)
            let result = try await scene.run("import", file)
            #expect(result.exitCode == 2 && result.output == "")
            #expect(
                result.error.hasPrefix("waiter: \(file) contains no conversations; expected waiter's own JSON lines")
            )
            #expect(result.error.contains(words), "\(words): \(result.error)")
        }
        #expect(!FileManager.default.fileExists(atPath: scene.path))
    }

    // MARK: Bombs

    /// Runs an import with the memory of a small machine.
    private func importInBounds(_ file: String) async throws -> CommandResult {
        let executable = try #require(CommandFixture.executable)
        let words = ["-c", #"ulimit -v 1200000; exec "$0" "$@""#, executable, "log", "import", file]
        let result = try await scene.fixture.run(words, executable: "/bin/sh")
        #expect(!result.isTimedOut && result.signal == nil, "\(result.error)")
        return result
    }

    @Test(
        "A zip file of a few kilobytes that would exhaust memory is rejected",
        arguments: [
            ("[", "0,", 50_000_000, "0]", "a number"),
            ("[[", "0,", 50_000_000, "0]]", "a conversation with too many values"),
            (#"[{"mapping":{"a":["#, "[],", 40_000_000, "0]}}]", "a conversation with too many values"),
            (
                #"[{"role":"user","content":"a"},"#, #"{"role":"user","x":[0,0,0,0,0,0,0,0]},"#, 40_000_000, "{}]",
                "a conversation that is too large"
            ),
        ]
    )
    func bombs(head: String, unit: String, bytes: Int, tail: String, words: String) async throws {
        var zip = ZipFile(entries: [.init("conversations.json", "")])
        zip.entries[0].content =
            Array((head + String(repeating: unit, count: bytes / unit.utf8.count)).utf8)
            + Array(tail.utf8)
        let result = try await importInBounds(try scene.file("bomb.zip", zip.bytes))
        #expect(result.exitCode == 2)
        #expect(result.error.contains(words), "\(result.error)")
    }

    @Test("Entries that share data are not unpacked repeatedly")
    func manyEntries() async throws {
        let zip = ZipFile(
            entries: (0..<100).map { number in
                var entry = ZipFile.Entry("conversations-\(number).json", "[]")
                entry.statedSize = 100 << 20
                return entry
            }
        )
        let result = try await importInBounds(try scene.file("many.zip", zip.bytes))
        #expect(result.exitCode == 2)
        #expect(result.error.contains("a zip file whose conversations exceed"), "\(result.error)")
    }

    @Test("An export of many megabytes is imported with memory for one conversation")
    func largeExport() async throws {
        let text = String(repeating: "All work and no play. ", count: 25_000)
        let entries = (0..<60).map { Self.entry("c\($0)", "{\(Self.node("a", "", "user", "\($0) " + text))}") }
        let file = try scene.file("conversations.json", "[" + entries.joined(separator: ",\n") + "]")
        let result = try await importInBounds(file)
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(result.error.hasSuffix("waiter: imported 60 conversations, 60 messages\n"), "\(result.error)")
    }

    // MARK: Errors

    @Test("A file in another format is reported as such, and no database is created")
    func otherFiles() async throws {
        let cases = [
            ("", "nothing"), ("Hello", "data that is not JSON"), ("{}", "an empty object"), ("[]", "an empty array"),
            (#"{"choices": [], "id": "x"}"#, "an object with the members 'choices', 'id'"), ("[1, 2]", "a number"),
            (#"{"messages": []}"#, "an empty list of messages"),
            (#"{"messages": [{"content": "x"}]}"#, "element 0 has no role"),
            (#"[{"role": "user", "content": "x"}, {"content": "y"}]"#, "element 1 has no role"),
            (
                #"{"format": "waiter.conversation", "version": 9}"#,
                "in a newer format (9; this version of waiter supports 1)"
            ),
            (#"{"format": "waiter.batch", "version": 1}"#, "an object with the format 'waiter.batch'"),
            (#"{"messages": [{"role": "user", "content": "x""#, "invalid JSON"),
            (String(repeating: "[", count: 100_000), "invalid JSON"),
        ]
        for (text, words) in cases {
            let result = try await scene.run("import", "-", input: .text(text))
            #expect(result.exitCode == 2 && result.output == "")
            #expect(
                result.error.hasPrefix("waiter: standard input contains no conversations; expected "),
                "\(result.error)"
            )
            #expect(result.error.contains("; found \(words)") || result.error.contains(words), "\(result.error)")
        }
        #expect(try await scene.run("import", "/no/such/file").error == "waiter: no such file: /no/such/file\n")
        #expect(try await scene.run("import", scene.fixture.home).exitCode == 2)
        #expect(!FileManager.default.fileExists(atPath: scene.path))
    }

    @Test("The complete conversations in a truncated file are kept and counted, and the line is reported")
    func brokenOff() async throws {
        try scene.keep(("1", "one"), at: Date().addingTimeInterval(-100))
        try scene.keep(("2", "two"))
        let lines = try await scene.run("export", "--all", "--format", "jsonl").output
        for (rest, words) in [("{\"form", "invalid JSON"), ("{\"a\": 1}\n", "an object with the members 'a'")] {
            let other = try LogScene()
            let file = try other.file("broken.jsonl", lines + rest)
            let result = try await other.run("import", file)
            #expect(result.exitCode == 2)
            #expect(
                result.error == "waiter: \(file) could not be read completely (line 3); found \(words); "
                    + "everything before that was saved: imported 2 conversations, 4 messages\n"
            )
            await #expect(try other.store().list().count == 2)
        }
    }

    @Test("A line with orphaned messages or an invalid ID is rejected")
    func brokenTrees() async throws {
        let id = ConversationID().text
        let user = #""message": {"role": "user", "content": "x"}"#
        let cases = [
            (#""id": "nonsense", "messages": []"#, "without a valid ID"), (#""id": "\#(id)""#, "without messages"),
            (#""id": "\#(id)", "head": 1, "messages": [{"parent": null, \#(user)}]"#, "whose head is not a message"),
            (#""id": "\#(id)", "messages": [{"parent": 0, \#(user)}]"#, "message 0 has no valid parent"),
            (#""id": "\#(id)", "messages": [{"parent": "0", \#(user)}]"#, "message 0 has no valid parent"),
            (#""id": "\#(id)", "messages": [{"parent": null}]"#, "message 0 has no role"),
        ]
        for (members, words) in cases {
            let line = #"{"format": "waiter.conversation", "version": 1, \#(members)}"#
            let result = try await scene.run("import", "-", input: .text(line))
            #expect(result.exitCode == 2 && result.error.contains(words), "\(words): \(result.error)")
        }
    }
}
