import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("waiter embed and similar")
struct EmbedCommandTests {
    /// Answers with vectors derived from the texts.
    static func answer(_ request: FaultServer.Request) -> [FaultServer.Step] {
        guard request.path.contains("/embeddings") else { return Reply.error("404 Not Found", "no such path") }
        let input = request.json["input"]
        let texts = input?.arrayValue?.compactMap(\.stringValue) ?? [input?.stringValue ?? ""]
        let dimensions = request.json["dimensions"]?.intValue ?? 3
        let data = texts.enumerated().map { index, text -> JSONValue in
            let vector = [Double(text.utf8.count), Double(text.utf8.first ?? 0), 1].prefix(dimensions)
            return ["index": .integer(Int64(index)), "embedding": .array(vector.map { .number($0) })]
        }
        let usage: JSONValue = [
            "prompt_tokens": .integer(Int64(texts.count)), "total_tokens": .integer(Int64(texts.count)),
        ]
        let answer: JSONValue = ["data": .array(data), "model": "served", "usage": usage]
        return [.response(answer.jsonText)]
    }

    private let scene: Scene

    init() throws {
        scene = try Scene { request, _ in Self.answer(request) }
    }

    /// The texts that the server has received.
    private var sent: [String] {
        scene.server.requests.flatMap { request in
            request.json["input"]?.arrayValue?.compactMap(\.stringValue) ?? [request.json["input"]?.stringValue ?? ""]
        }
    }

    @Test("Vectors are printed one per line, in the order of the texts")
    func lines() async throws {
        let result = try await scene.run("embed", "ab", "z")
        #expect(result.output == "[2.0,97.0,1.0]\n[1.0,122.0,1.0]\n" && result.error == "" && result.exitCode == 0)
        #expect(scene.server.requests.first?.json["model"] == "text-embedding-3-small")
        let base64 = try await scene.run("embed", "--format", "base64", "-m", "other", "--dimensions", "1", "ab")
        #expect(base64.output == "AAAAQA==\n")
        #expect(scene.server.requests.last?.json["model"] == "other")
        let piped = try await scene.run("embed", input: .text("ab\n\nz\n"))
        #expect(piped.output == result.output)
    }

    @Test("JSON has the texts, the vectors, the model and the usage")
    func json() async throws {
        let result = try await scene.run("embed", "--json", "ab", "-u")
        let json = try JSONValue(jsonText: result.output)
        #expect(json["model"] == "served" && json["usage"]?["prompt_tokens"] == 1)
        #expect(json["data"]?[0] == ["index": 0, "text": "ab", "embedding": [2, 97, 1]])
        #expect(result.error.contains("1 in, 1 request, cost"))
    }

    @Test("Files, lines of files and JSON lines are texts")
    func inputs() async throws {
        try scene.fixture.write("one\ntwo\n", to: "a.txt")
        try scene.fixture.write(#"{"id": 7, "text": "three"}"# + "\n\"four\"\n", to: "b.jsonl")
        let (text, json) = (scene.fixture.waiterHome + "/a.txt", scene.fixture.waiterHome + "/b.jsonl")
        #expect(try await scene.run("embed", "-f", text).exitCode == 0)
        #expect(try await scene.run("embed", "--lines", "-f", text).exitCode == 0)
        #expect(try await scene.run("embed", "--jsonl", "-f", json).exitCode == 0)
        #expect(try await scene.run("embed", "--jsonl", input: .text("\"five\"")).exitCode == 0)
        // JSON strings can contain line separators other than those of lines.
        #expect(try await scene.run("embed", "--jsonl", input: .text("\"a\u{2028}b\"\r\n\"c\"")).exitCode == 0)
        #expect(sent == ["one\ntwo\n", "one", "two", "three", "four", "five", "a\u{2028}b", "c"])
        for (line, complaint) in [
            ("{", "line 2 of standard input is not valid JSON"),
            ("{\"t\": 1}", "line 2 of standard input is neither a string nor an object with \"text\""),
            ("{\"id\": [], \"text\": \"a\"}", "line 2 of standard input has an \"id\" that is neither"),
        ] {
            let result = try await scene.run("embed", "--jsonl", input: .text("\"a\"\n\(line)\n"))
            #expect(result.exitCode == 2 && result.error.contains(complaint), "\(result.error)")
        }
        #expect(sent.count == 8, "nothing is sent for invalid input")
    }

    @Test("Stored texts are not sent again, and the nearest are found with their scores")
    func store() async throws {
        let first = try await scene.run("embed", "--store", "notes", "a", "bb", "a")
        #expect(first.output == "" && first.exitCode == 0)
        #expect(first.error == "waiter: added 2 texts to 'notes' (2 in total; sent: 2)\n")
        let second = try await scene.run("embed", "--store", "notes", "--json", "bb", "ccc")
        #expect(
            try JSONValue(jsonText: second.output)
                == ["store": "notes", "model": "text-embedding-3-small", "added": 1, "sent": 1, "count": 3]
        )
        #expect(sent == ["a", "bb", "ccc"])
        let found = try await scene.run("similar", "notes", "-n", "1", "bb")
        #expect(found.output == "1.0000\t\tbb\n" && sent.count == 3)
        let near = try JSONValue(jsonText: try await scene.run("similar", "notes", "--json", "bbb").output)
        #expect(near.arrayValue?.count == 3 && sent.last == "bbb")
        #expect(near[0]?["text"] == "ccc" || near[0]?["text"] == "bb")
        let list = try await scene.run("embed", "list")
        #expect(list.output.hasPrefix("notes  text-embedding-3-small  3 dimensions  openai  "))
        #expect(list.output.hasSuffix("  3 texts\n"))
    }

    @Test("A store refuses a different model or different dimensions, and nothing is sent")
    func refusal() async throws {
        #expect(try await scene.run("embed", "--store", "notes", "-m", "first", "a").exitCode == 0)
        for words in [["-m", "second"], ["--dimensions", "2"]] {
            let result = await scene.finish(try await scene.start(["embed", "--store", "notes", "b"] + words))
            #expect(result.exitCode == 2)
            #expect(result.error.hasPrefix("waiter: 'notes' has vectors from first with 3 dimensions, not "))
        }
        #expect(sent == ["a"])
        // Without -m, the store's model is used.
        #expect(try await scene.run("embed", "--store", "notes", "b").exitCode == 0)
        #expect(scene.server.requests.last?.json["model"] == "first")
    }

    @Test("A changed file replaces its earlier text; an unchanged one is not sent")
    func files() async throws {
        let path = scene.fixture.waiterHome + "/a.md"
        try scene.fixture.write("old", to: "a.md")
        #expect(try await scene.run("embed", "--store", "files", "-f", path).exitCode == 0)
        #expect(try await scene.run("embed", "--store", "files", "-f", path).exitCode == 0)
        try scene.fixture.write("newer", to: "a.md")
        #expect(try await scene.run("embed", "--store", "files", "-f", path).exitCode == 0)
        #expect(sent == ["old", "newer"])
        #expect(try await scene.run("similar", "files", "newer").output == "1.0000\t\(path)\tnewer\n")
    }

    @Test("After a kill, the texts of earlier responses are stored, and only the others are sent")
    func kill() async throws {
        let gate = Gate()
        // 300,000 bytes are a request; the third request is never answered.
        let scene = try Scene { request, number in
            number < 2 ? Self.answer(request) : [.open(gate), .stall]
        }
        let texts = (0..<12).map { "\($0) " + String(repeating: "word ", count: 20_000) }
        let input = texts.map { JSONValue.string($0).jsonText }.joined(separator: "\n")
        let command = try await scene.start(["embed", "--store", "notes", "--jsonl"], input: .text(input))
        await gate.wait()
        // The answers of the first two requests are stored as they arrive.
        var count = 0
        for _ in 0..<200 where count == 0 {
            let list = try await scene.run("embed", "list", "--json").output
            count = (try? JSONValue(jsonText: list))?[0]?["count"]?.intValue ?? 0
        }
        command.send(signal: SIGKILL)
        _ = await command.result()
        #expect(count > 0)
        let second = try Scene { request, _ in Self.answer(request) }
        let stored = try JSONValue(jsonText: try await scene.run("embed", "list", "--json").output)[0]?["count"]?
            .intValue
        let result = try await scene.run(
            "embed",
            "--store",
            "notes",
            "--jsonl",
            "--json",
            "--base-url",
            second.server.address + "/v1",
            input: .text(input)
        )
        let outcome = try JSONValue(jsonText: result.output)
        #expect(outcome["count"] == 12 && outcome["sent"]?.intValue == 12 - (stored ?? 0))
    }

    @Test("Calls are recorded, and a budget refuses them before anything is sent")
    func budget() async throws {
        let scene = try Scene { request, _ in Self.answer(request) }.billingListPrices()
        #expect(try await scene.run("embed", "--store", "notes", "a", "--tag", "search").exitCode == 0)
        let usage = try JSONValue(jsonText: try await scene.run("usage", "--json", "--by", "model").output)
        #expect(usage.jsonText.contains("text-embedding-3-small"))
        let refused = try await scene.run("embed", "--budget", "0", "another text")
        #expect(refused.exitCode == 11 && scene.server.requests.count == 1)
    }

    @Test("A dry run counts the tokens and the cost of texts that are not stored, and sends nothing")
    func dryRun() async throws {
        let scene = try Scene { request, _ in Self.answer(request) }.billingListPrices()
        let plain = try await scene.run("embed", "--dry-run", "hello world", "hello")
        let lines = ["model: text-embedding-3-small", "texts: 2", "requests: 1", "input: 3 tokens (exact)"]
        #expect(plain.output == (lines + ["cost: $0.00000006"]).joined(separator: "\n") + "\n")
        #expect(plain.error == "waiter: not sent (dry run)\n" && plain.exitCode == 0)
        #expect(scene.server.requests.isEmpty)
        #expect(try await scene.run("embed", "--store", "notes", "hello").exitCode == 0)
        let words = ["embed", "--store", "notes", "--dry-run", "--json", "hello", "hello world", "hello world"]
        let stored = await scene.finish(try await scene.start(words))
        #expect(
            try JSONValue(jsonText: stored.output) == [
                "model": "text-embedding-3-small", "texts": 3, "to_send": 1, "requests": 1, "input_tokens": 2,
                "exact": true, "max_cost": "0.00000004",
            ]
        )
        let other = await scene.finish(try await scene.start(words + ["-m", "other"]))
        #expect(other.exitCode == 2 && other.error.contains("'notes' has vectors from text-embedding-3-small"))
        let refused = await scene.finish(try await scene.start(words + ["--budget", "0"]))
        #expect(refused.exitCode == 11)
        #expect(scene.server.requests.count == 1)
        #expect(try await scene.run("embed", "list").output.contains("1 text\n"))
    }

    @Test("Errors name the store, the model and the next step")
    func errors() async throws {
        let none = try await scene.run("similar", "notes", "text")
        #expect(none.exitCode == 2)
        #expect(
            none.error
                == "waiter: no embeddings are stored under the name 'notes'; store some with: waiter embed --store\n"
        )
        #expect(try await scene.run("embed", "--store", "notes", "a").exitCode == 0)
        #expect(try await scene.run("similar", "note", "text").error.contains("did you mean 'notes'?"))
        #expect(try await scene.run("embed", "rm", "note").error.contains("did you mean 'notes'?"))
        #expect(try await scene.run("embed", "lst").error.contains("did you mean 'waiter embed list'?"))
        #expect(try await scene.run("embed", " ").exitCode == 2)
        #expect(try await scene.run("embed", input: .text("\n")).error.contains("no text given"))
        #expect(try await scene.run("embed", "--store", "a b", "x").exitCode == 2)
        let local = try await CommandFixture().run(["embed", "text"])
        #expect(local.exitCode == 2 && local.error.contains("the local model does not compute embeddings"))
        #expect(sent == ["a"])
    }

    @Test("Stores are removed only after confirmation")
    func removal() async throws {
        #expect(try await scene.run("embed", "--store", "notes", "a").exitCode == 0)
        let unconfirmed = try await scene.run("embed", "rm", "notes")
        #expect(unconfirmed.exitCode == 2)
        #expect(unconfirmed.error == "waiter: 'notes' (1 text) would be removed; confirm with --yes\n")
        #expect(try await scene.run("embed", "rm", "notes", "--yes").error == "waiter: removed notes\n")
        #expect(try await scene.run("embed", "list").error.hasPrefix("waiter: no embeddings are stored"))
    }

    @Test("Individual texts are removed from a store by their IDs or by their content")
    func removalOfTexts() async throws {
        let lines = #"{"id": "1", "text": "one"}"# + "\n" + #"{"id": "2", "text": "two"}"# + "\n\"three\"\n"
        #expect(try await scene.run("embed", "--store", "notes", "--jsonl", input: .text(lines)).exitCode == 0)
        let unknown = try await scene.run("embed", "rm", "notes", "--id", "1", "--id", "9", "--yes")
        #expect(unknown.exitCode == 2 && unknown.error == "waiter: 'notes' has no text with the ID '9'\n")
        let unconfirmed = try await scene.run("embed", "rm", "notes", "--id", "1", "--text", "three")
        #expect(unconfirmed.error == "waiter: 2 texts of 'notes' would be removed; confirm with --yes\n")
        let removed = try await scene.run("embed", "rm", "notes", "--id", "1", "--text", "three", "--yes")
        #expect(removed.error == "waiter: removed 2 texts from 'notes'\n" && removed.exitCode == 0)
        #expect(try await scene.run("similar", "notes", "two").output == "1.0000\t2\ttwo\n")
        #expect(try await scene.run("embed", "rm", "notes", "other", "--id", "2", "--yes").exitCode == 2)
        #expect(try await scene.run("embed", "rm", "notes", "--text", "two", "--yes").exitCode == 0)
        #expect(try await scene.run("embed", "list").output.contains("0 texts"))
    }

    @Test("A store remembers its profile, and an Azure model is its deployment")
    func profiles() async throws {
        try scene.fixture.write(
            """
            {"profiles": {"cloud": {"base_url": "\(scene.server.address)", "key_env": "CLOUD_KEY", "auth": "api-key",
                "azure": {"deployment": "chat", "api_version": "2024-10-21"}, "embedding_model": "vectors"}}}
            """,
            to: "config.json"
        )
        let environment = ["CLOUD_KEY": "cloud-0123456789abcdef"]
        let stored = try await scene.run("embed", "-P", "cloud", "--store", "notes", "a", environment: environment)
        #expect(stored.exitCode == 0, "\(stored.error)")
        #expect(try await scene.run("similar", "notes", "bb", environment: environment).exitCode == 0)
        let requests = scene.server.requests
        #expect(
            requests.map(\.path)
                == Array(repeating: "/openai/deployments/vectors/embeddings?api-version=2024-10-21", count: 2)
        )
        #expect(requests.allSatisfy { $0.headers["api-key"] == "cloud-0123456789abcdef" })
    }
}
