import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("--mcp")
struct ToolServerFlagTests {
    private let answer = Reply.stream("Heard.")

    /// The keys that a server was sent.
    private final class Seen: Sendable {
        let keys = Mutex<Set<String>>([])
    }

    private func run(_ tools: ToolScene, _ mode: String, _ more: String...) async throws -> CommandResult {
        let server = "fake=python3 '\(ToolScene.mcpServer)' \(mode)"
        return try await tools.scene.finish(tools.scene.start(["--mcp", server, "--yes", "Echo"] + more))
    }

    @Test("A program's tools are offered under its name, and called", arguments: ["stateless", "legacy"])
    func program(mode: String) async throws {
        let tools = try ToolScene([ToolScene.calls(("fake__echo", #"{"text":"hello"}"#)), answer])
        let result = try await run(tools, mode)
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(result.output == "Heard.\n")
        #expect(tools.requests.first?["tools"]?[0]?["function"]?["name"] == "fake__echo")
        #expect(tools.results(1) == ["hello"])
    }

    @Test("A misbehaving server causes an error that names it, before the first call to the model")
    func misbehaviour() async throws {
        let tools = try ToolScene([answer])
        for mode in ["garbage", "future", "endless"] {
            let result = try await run(tools, mode)
            #expect(![0, 2, nil].contains(result.exitCode), "\(mode)")
            #expect(result.error.contains("MCP server 'fake'"), "\(result.error)")
        }
        let missing = try await tools.scene.run("--mcp", "no-such-program-anywhere", "--yes", "x")
        #expect(missing.exitCode == 1, "\(missing.error)")
        #expect(missing.error.contains("no-such-program-anywhere"), "\(missing.error)")
        let empty = try await tools.scene.run("--mcp", "fake=", "--yes", "x")
        #expect(empty.exitCode == 2)
        #expect(tools.requests.isEmpty)
    }

    @Test("A tool that changes between calls is refused, and one that dies is reported to the model")
    func changes() async throws {
        let tools = try ToolScene([
            ToolScene.calls(("fake__echo", #"{"text":"1"}"#)), ToolScene.calls(("fake__echo", #"{"text":"2"}"#)),
            answer,
        ])
        #expect(try await run(tools, "changes").exitCode == 0)
        #expect(tools.results(2).first == "1")
        #expect(tools.results(2).last?.contains("changed after the tool was listed") == true, "\(tools.results(2))")
        let dying = try ToolScene([ToolScene.calls(("fake__echo", #"{"text":"die"}"#)), answer])
        #expect(try await run(dying, "dies").exitCode == 0)
        #expect(dying.results(1).first?.hasPrefix("error: ") == true, "\(dying.results(1))")
    }

    @Test("A call that a server never answers ends after --tool-timeout, and is reported to the model")
    func neverAnswers() async throws {
        let tools = try ToolScene([ToolScene.calls(("fake__echo", #"{"text":"hang"}"#)), answer])
        let result = try await run(tools, "hangs", "--tool-timeout", "0.5")
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(result.output == "Heard.\n")
        #expect(tools.results(1).count == 1)
        #expect(tools.results(1).first?.contains("did not") == true, "\(tools.results(1))")
    }

    @Test("A program's tools are offered in every turn of a chat")
    func chat() async throws {
        let tools = try ToolScene([
            ToolScene.calls(("fake__echo", #"{"text":"one"}"#)), Reply.stream("First."), Reply.stream("Second."),
        ])
        let server = "fake=python3 '\(ToolScene.mcpServer)' stateless"
        let chat = try await ChatScene(tools.scene, "--mcp", server, "--yes", "-m", "gpt-6.1-sol")
        await chat.enter("Echo", until: "First.")
        await chat.enter("And now?", until: "Second.")
        #expect(await chat.leave().exitCode == 0)
        #expect(tools.results(1) == ["one"])
        #expect(tools.requests.count == 3)
        #expect(tools.requests.allSatisfy { $0["tools"]?[0]?["function"]?["name"] == "fake__echo" })
    }

    @Test("Progress numbers that do not fit in an integer are shown like any others")
    func progress() async throws {
        let tools = try ToolScene([ToolScene.calls(("fake__echo", #"{"text":"done"}"#)), answer])
        let server = "fake=python3 '\(ToolScene.mcpServer)' overflow"
        let command = try await tools.scene.start(
            ["--mcp", server, "--yes", "Echo"],
            environment: ["TERM": "xterm"],
            streams: CommandStreams(error: .terminal)
        )
        let result = await tools.scene.finish(command)
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(tools.results(1) == ["done"])
    }

    @Test("A server does not see any of the command's keys")
    func environment() async throws {
        let tools = try ToolScene([ToolScene.calls(("fake__echo", "{}")), answer])
        let result = try await run(tools, "environment")
        #expect(result.exitCode == 0, "\(result.error)")
        let variables = try #require(tools.results(1).first)
        #expect(variables.contains("PATH") && !variables.contains(Scene.key))
    }

    @Test("A server at a URL is sent the key stored under its name, and no other key")
    func url() async throws {
        let seen = Seen()
        let server = try FaultServer { request, _ in
            seen.keys.withLock { _ = $0.insert(request.headers["authorization"] ?? "none") }
            let id = request.json["id"] ?? .null
            let result: JSONValue =
                switch request.json["method"] {
                case "server/discover":
                    ["resultType": "complete", "supportedVersions": ["2026-07-28"], "capabilities": ["tools": [:]]]
                case "tools/list": ["tools": [["name": "echo", "inputSchema": ["type": "object"]]]]
                default: ["content": [["type": "text", "text": "pong"]]]
                }
            let body: JSONValue = ["jsonrpc": "2.0", "id": id, "result": result]
            return [.response(body.jsonText, headers: ["content-type: application/json"])]
        }
        let tools = try ToolScene([ToolScene.calls(("docs__echo", "{}")), answer])
        try tools.scene.fixture.write(#"{"mcp-docs":"docs-key-0123456789"}"#, to: "keys.json", mode: 0o600)
        let result = try await tools.scene.run("--mcp", "docs=\(server.address)/mcp", "--yes", "Ping")
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(tools.results(1) == ["pong"])
        #expect(seen.keys.withLock { $0 } == ["Bearer docs-key-0123456789"])
        #expect(!result.error.contains("docs-key-0123456789"))
    }
}
