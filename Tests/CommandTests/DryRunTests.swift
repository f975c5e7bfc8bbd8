import Testing
import Waiter
import WaiterTestSupport

@Suite("--dry-run")
struct DryRunTests {
    @Test("The printed request is exactly the request that is sent")
    func exact() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let words = ["Hi", "-s", "Be brief.", "-o", "temperature", "0.5", "--max-tokens", "9", "-o", "+top_k", "3"]
        let preview = await scene.finish(try await scene.start(words + ["--dry-run"]))
        #expect(preview.exitCode == 0)
        #expect(
            preview.errorLines.first == "waiter: not sent (dry run): POST \(scene.server.address)/v1/chat/completions"
        )
        #expect(scene.server.connections == 0)
        await scene.finish(try await scene.start(words))
        let sent = try #require(scene.server.requests.first)
        #expect(try JSONValue(jsonText: preview.output) == sent.json)
    }

    @Test("No key or local model is needed, and nothing is started")
    func withoutKey() async throws {
        let fixture = try CommandFixture()
        let remote = try await fixture.run(["Hi", "-P", "openai", "--dry-run", "-q"])
        #expect(remote.exitCode == 0)
        #expect(remote.error == "")
        #expect(try JSONValue(jsonText: remote.output)["model"] == "gpt-6.1-sol")
        let local = try await fixture.run(["Hi", "--dry-run"])
        #expect(local.exitCode == 0)
        #expect(try JSONValue(jsonText: local.output)["messages"]?[0]?["content"] == "Hi")
        #expect(try await fixture.run(["local", "status", "--json"]).output.contains("\"server\": null"))
    }

    @Test("A missing model is reported, since no server is queried")
    func noModel() async throws {
        let result = try await CommandFixture().run(["Hi", "-P", "ollama", "--dry-run"])
        #expect(result.exitCode == 2)
        #expect(result.error.hasPrefix("waiter: no model selected for 127.0.0.1; choose one with -m"))
    }

    @Test("With -c, the request is shown after fitting, exactly as it is sent")
    func continued() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let long = String(repeating: "word ", count: 4_000)
        #expect(try await scene.run("-m", "gpt-4", "1 " + long).exitCode == 0)
        #expect(try await scene.run("-c", "2 " + long).exitCode == 0)
        let preview = try await scene.run("-c", "3 short", "--dry-run")
        #expect(preview.exitCode == 0, "\(preview.error)")
        #expect(preview.error.contains("omitted"), "\(preview.error)")
        let count = scene.server.requests.count
        #expect(try await scene.run("-c", "3 short").exitCode == 0)
        #expect(scene.server.requests.count == count + 1)
        #expect(try JSONValue(jsonText: preview.output) == scene.server.requests.last?.json)
    }

    @Test("The budgets' decision is printed with its exit code, and nothing is reserved")
    func budgets() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let words = ["Hi", "-m", "gpt-4o", "--max-tokens", "100", "--dry-run"]
        #expect(try await scene.run("usage", "budget", "set", "0.0005").exitCode == 0)
        let refused = await scene.finish(try await scene.start(words))
        #expect(refused.exitCode == 11, "\(refused.error)")
        #expect(refused.error.contains("the call could cost $0.00102, but the budget of $0.0005 a month has only"))
        #expect(try JSONValue(jsonText: refused.output)["model"] == "gpt-4o")
        #expect(try await scene.run("usage", "budget", "set", "0.0015").exitCode == 0)
        for _ in 0..<2 {
            let admitted = await scene.finish(try await scene.start(words))
            #expect(admitted.exitCode == 0, "\(admitted.error)")
            #expect(
                admitted.errorLines.last
                    == "waiter: the budget of $0.0015 a month: $0.00 spent, $0.0015 left; the request is within budget"
            )
        }
        let bounded = await scene.finish(try await scene.start(words + ["--budget", "0.001"]))
        #expect(bounded.exitCode == 11, "\(bounded.error)")
        #expect(scene.server.connections == 0)
    }

    @Test("A first question that certainly does not fit is not sent; one that may fit is sent")
    func tooLong() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        func ask(_ model: String, words: Int) async throws -> CommandResult {
            try await scene.run("-m", model, "-", input: .text(String(repeating: "word ", count: words)))
        }
        let refused = try await ask("gpt-4", words: 9_000)
        #expect(refused.exitCode == 4, "\(refused.error)")
        #expect(
            refused.error.contains("9008 tokens exceeds the context window of 8192 tokens (gpt-4)"),
            "\(refused.error)"
        )
        #expect(scene.server.requests.isEmpty)
        // Without a limit for the answer, the server decides whether there is room for one.
        #expect(try await ask("gpt-4", words: 8_000).exitCode == 0)
        #expect(try await ask("a-model-of-the-house", words: 9_000).exitCode == 0)
        #expect(scene.server.requests.count == 2)
    }

    @Test("A prompt that the server truncated is reported, and the next question is fitted to the learned limit")
    func truncated() async throws {
        let scene = try ChatScene.server()
        let long = String(repeating: "word ", count: 6_000)
        let first = try await scene.run("-m", "gpt-4o", "1 " + long)
        #expect(first.exitCode == 0)
        #expect(
            first.error.contains("the server truncated the prompt: it processed 1000 of about 60"),
            "\(first.error)"
        )
        let second = try await scene.run("-c", "short")
        #expect(second.exitCode == 0, "\(second.error)")
        #expect(ChatScene.asked(scene).last == ["short"])
    }
}
