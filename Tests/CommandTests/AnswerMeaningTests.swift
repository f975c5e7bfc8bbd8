import Testing
import Waiter
import WaiterTestSupport

@Suite("Interpretation of answers", .timeLimit(.minutes(10)))
struct AnswerMeaningTests {
    // MARK: Finish reasons

    @Test(
        "An incomplete answer is stored, shown and sent as incomplete",
        arguments: [
            ("max_tokens", Int32(10), "cut off by the length limit"), ("SAFETY", 3, "cut off by a content filter"),
            ("new_reason", 10, "ended with 'new_reason'"),
        ]
    )
    func incomplete(reason: String, exit: Int32, mark: String) async throws {
        let scene = try Scene { _, count in
            count == 0 ? Reply.stream("Half an ans", finish: reason) : Reply.stream("The rest.")
        }
        let first = try await scene.run("-m", "m", "Tell me")
        #expect(first.exitCode == exit, "\(first.error)")
        #expect(first.output == "Half an ans\n")
        let shown = try await scene.run("log", "show", "last")
        #expect(shown.output.contains(mark), "\(shown.output)")
        #expect(try await scene.run("-m", "m", "-c", "Go on").output == "The rest.\n")
        let sent = scene.server.requests[1].json["messages"]?.arrayValue ?? []
        #expect(sent.map { $0["role"] } == ["user", "assistant", "user"])
        let answer = sent[1]["content"]?.stringValue ?? ""
        #expect(answer.hasPrefix("Half an ans") && answer.contains("cut off"), "\(answer)")
    }

    @Test("A complete answer is sent back unchanged")
    func whole() async throws {
        let scene = try Scene { _, _ in Reply.stream("Whole.", finish: "end_turn") }
        try await scene.run("-m", "m", "Tell me")
        try await scene.run("-m", "m", "-c", "Go on")
        #expect(scene.server.requests[1].json["messages"]?[1]?["content"] == "Whole.")
    }

    @Test("An answer without visible text prints a notice, even with -q")
    func nothing() async throws {
        for steps in [Reply.stream(""), Reply.completion("")] {
            let result = try await Scene(steps).run("-q", "x")
            #expect(result.error.contains("no text"), "\(result.error)")
        }
    }

    // MARK: Reasoning

    @Test("Reasoning before the text never reaches a pipe, -x, or the next request")
    func thoughts() async throws {
        let text = "<think>\n```\nnot this\n```\n</think>\n\n```\n42\n```\n"
        let scene = try Scene { request, _ in
            request.json["stream"] == true ? Reply.stream(text) : Reply.completion(text)
        }
        for mode in ["--no-stream", "--raw"] {
            let plain = try await scene.run("-m", "m", mode, "x")
            #expect(plain.output == "```\n42\n```\n")
            #expect(plain.error == "")
            #expect(try await scene.run("-m", "m", mode, "-x", "x").output == "42\n")
            let shown = try await scene.run("-m", "m", mode, "--reasoning", "show", "x")
            #expect(shown.output == plain.output && shown.error.contains("not this"))
        }
        let inline = try await scene.run("-m", "m", "--reasoning", "inline", "x")
        #expect(inline.output.hasPrefix("<think>"))
        try await scene.run("-m", "m", "-c", "Go on")
        let sent = try #require(scene.server.requests.last?.json["messages"]?[1]?["content"]?.stringValue)
        #expect(!sent.contains("think"), "\(sent)")
    }

    @Test("Text before a lone closing tag is reasoning for -x and in the next request")
    func loneTag() async throws {
        let scene = try Scene(Reply.stream("```\nno\n```\n</think>\n\n```\n42\n```\n"))
        #expect(try await scene.run("-m", "m", "-x", "x").output == "42\n")
        try await scene.run("-m", "m", "-c", "Go on")
        let sent = try #require(scene.server.requests.last?.json["messages"]?[1]?["content"]?.stringValue)
        #expect(sent == "```\n42\n```\n")
    }

    @Test("If the profile says that the prompt opens the think block, a stream starts inside it")
    func openedByPrompt() async throws {
        let scene = try Scene(Reply.stream("Hm", ".\n</th", "ink>\n\n", "42"))
        let config = """
            {"profiles": {"r1": {"base_url": "\(scene.server.address)/v1", "model": "m", "key_env": "OPENAI_API_KEY",
            "think_tags": "opened"}}}
            """
        try scene.fixture.write(config, to: "config.json")
        let result = try await scene.run("-P", "r1", "x")
        #expect(result.output == "42\n", "\(result.error)")
    }

    @Test("With --json, a partial answer is written to standard output and the error to standard error")
    func failureAsJSON() async throws {
        let choice: JSONValue = ["message": ["content": "Half"], "finish_reason": "error"]
        let result = try await Scene([.response(JSONValue.object(["choices": [choice]]).jsonText)]).run("--json", "x")
        #expect(result.exitCode == 10)
        let output = try JSONValue(jsonText: result.output)
        #expect(output["choices"]?[0]?["message"]?["content"] == "Half")
        #expect(try JSONValue(jsonText: result.error)["error"]?["exit"] == 10)
    }

    @Test("A carriage return between two parts of reasoning is not shown on a terminal")
    func carriageReturn() async throws {
        let scene = try Scene(
            [
                .eventStreamHead, Reply.delta(["reasoning_content": "one\r"]),
                Reply.delta(["reasoning_content": "\ntwo\r"]), Reply.piece("Yes."),
            ] + Reply.end()
        )
        let streams = CommandStreams(error: .terminal)
        let result = try await scene.run("--reasoning", "show", "x", streams: streams)
        #expect(!result.error.contains("\u{FFFD}"), "\(result.error)")
        #expect(result.error.contains("one") && result.error.contains("two"))
    }

    // MARK: Other content

    @Test("Images in an answer are named, and an answer with only images is not reported as empty")
    func images() async throws {
        let image: JSONValue = ["type": "image_url", "image_url": ["url": "data:image/png;base64,iVBORw0KGgo="]]
        let streamed = try Scene(
            [.eventStreamHead, Reply.delta(["content": "Here.", "images": [image]])] + Reply.end()
        )
        let result = try await streamed.run("x")
        #expect(result.output == "Here.\n")
        #expect(result.error.contains("an image"))
        let alone = try Scene([.eventStreamHead, Reply.delta(["content": [image, image]])] + Reply.end())
        let silent = try await alone.run("-q", "x")
        #expect(silent.output == "" && silent.error.contains("2 images") && !silent.error.contains("no text"))
    }

    @Test("An audio answer is shown as its transcript")
    func transcript() async throws {
        let audio: JSONValue = ["id": "a1", "data": "AAAA", "transcript": "Good morning."]
        let streamed = try Scene(
            [
                .eventStreamHead, Reply.delta(["audio": ["id": "a1", "transcript": "Good "]]),
                Reply.delta(["audio": ["transcript": "morning."]]),
            ] + Reply.end()
        )
        let message: JSONValue = ["content": .null, "audio": audio]
        let body: JSONValue = ["choices": [["message": message, "finish_reason": "stop"]]]
        for (scene, mode) in [(streamed, "--raw"), (try Scene([.response(body.jsonText)]), "--no-stream")] {
            let result = try await scene.run(mode, "x")
            #expect(result.output == "Good morning.\n")
            #expect(result.error.contains("transcript"), "\(result.error)")
            #expect(!result.error.contains("no text"))
        }
    }

    @Test("Sources are listed below the answer without duplicates, from a list or from annotations")
    func sources() async throws {
        let listed = try Scene(
            [
                .eventStreamHead, Reply.piece("So [1]."),
                Reply.event(["choices": [], "citations": ["https://a.example", "https://b.example"]]),
            ] + Reply.end()
        )
        let result = try await listed.run("x")
        #expect(result.output == "So [1].\n")
        #expect(result.error == "[1] https://a.example\n[2] https://b.example\n")
        #expect(try await listed.run("-q", "x").error == "")
        let remark: JSONValue = [
            "type": "url_citation", "url_citation": ["url": "https://c.example", "title": "C", "start_index": 0],
        ]
        let remarks = try Scene(
            [.eventStreamHead, Reply.delta(["content": "So.", "annotations": [remark, remark]])] + Reply.end()
        )
        #expect(try await remarks.run("x").error == "[1] C: https://c.example\n")
    }

    // MARK: Refusals

    @Test("An account without streaming permission gets a hint to --no-stream")
    func streamingRefused() async throws {
        let scene = try Scene { request, _ in
            request.json["stream"] == true
                ? Reply.error("400 Bad Request", "Your organization must be verified to stream this model.")
                : Reply.completion("Fine.")
        }
        let refused = try await scene.run("x")
        #expect(refused.exitCode == 1 && refused.error.contains("--no-stream"), "\(refused.error)")
        #expect(try await scene.run("--no-stream", "x").output == "Fine.\n")
    }

    @Test(
        "A model of the wrong kind and a retired model are reported as such",
        arguments: [
            ("text-embedding-3-small", "is an embedding model, not a chat model"),
            ("gpt-5.4-pro", "supports only the Responses API"), ("o3-deep-research", "was retired on 2026-07-23"),
            ("no-such-model", "model 'no-such-model' not found"),
        ]
    )
    func unusable(model: String, says: String) async throws {
        let scene = try Scene(
            Reply.error("404 Not Found", "The model `\(model)` does not exist.", code: "model_not_found")
        )
        let result = try await scene.run("--api", "chat", "-m", model, "x")
        #expect(result.exitCode == 5)
        #expect(result.error.contains(says), "\(result.error)")
    }

    @Test("A header with a key is never shown, however short the key is")
    func shortKey() async throws {
        let scene = try Scene(Reply.stream("Fine."))
        // The key contains a letter that is no hexadecimal digit, because the idempotency key is shown.
        let key = "q7zk"
        let result = try await scene.run("-v", "x", environment: ["OPENAI_API_KEY": key])
        #expect(result.output == "Fine.\n")
        #expect(result.error.contains("authorization: Bearer (hidden)"), "\(result.error)")
        #expect(!result.error.contains(key))
    }
}
