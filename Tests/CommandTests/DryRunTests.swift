import Testing
import Waiter
import WaiterTestSupport

@Suite("--dry-run")
struct DryRunTests {
    @Test("What is written is, to the letter, what is then sent")
    func exact() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let words = ["Hi", "-s", "Be brief.", "-o", "temperature", "0.5", "--max-tokens", "9", "-o", "+top_k", "3"]
        let preview = await scene.finish(try await scene.start(words + ["--dry-run"]))
        #expect(preview.exitCode == 0)
        #expect(
            preview.errorLines.first == "waiter: nothing was sent: POST \(scene.server.address)/v1/chat/completions"
        )
        #expect(scene.server.connections == 0)
        await scene.finish(try await scene.start(words))
        let sent = try #require(scene.server.requests.first)
        #expect(try JSONValue(jsonText: preview.output) == sent.json)
    }

    @Test("It needs neither a key nor a local model, and starts nothing")
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

    @Test("Without a model it says so, since it asks no server")
    func noModel() async throws {
        let result = try await CommandFixture().run(["Hi", "-P", "ollama", "--dry-run"])
        #expect(result.exitCode == 2)
        #expect(result.error.hasPrefix("waiter: no model is chosen for 127.0.0.1: give one with -m"))
    }
}
