import Foundation
import Testing
import Waiter
import WaiterMCP
import WaiterTesting

@Suite("MCP servers on standard streams", .timeLimit(.minutes(1)))
struct StdioTests {
    @Test("A server of the stateless protocol is recognized, and its tools carry the server's name")
    func stateless() async throws {
        try await fakeClient("stateless").use { client async throws in
            #expect(client.protocolVersion == "2026-07-28")
            #expect(client.serverName == "fake")
            #expect(try await client.tools().map(\.name) == ["fake__echo"])
            #expect(try await client.call("echo", ["text": "hello"]) == ToolOutput("hello"))
        }
    }

    @Test("A server that rejects server/discover is sent initialize")
    func legacy() async throws {
        try await fakeClient("legacy").use { client async throws in
            #expect(client.protocolVersion == "2025-06-18")
            #expect(client.instructions == "Be nice")
            #expect(try await client.call("echo", ["text": "hello"]).text == "hello")
        }
    }

    @Test("A server that ignores server/discover is sent initialize after a while")
    func silent() async throws {
        let clock = ManualClock()
        async let connecting = fakeClient("silent", clock: clock)
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(5))
        try await connecting.use { #expect($0.protocolVersion == "2025-06-18") }
    }

    @Test("A server that exits on server/discover is started again and sent initialize")
    func exits() async throws {
        try await fakeClient("exits").use { client async throws in
            #expect(try await client.call("echo", ["text": "hello"]).text == "hello")
        }
    }

    @Test("A server that never answers ends in a timeout, and its program ends")
    func never() async throws {
        let clock = ManualClock()
        async let failure = mcpError { try await fakeClient("never", clock: clock) }
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(60))
        #expect(await failure?.code == .timeout)
    }

    @Test("Versions that are unknown here are named", arguments: [("future", "2031-01-01")])
    func versions(mode: String, version: String) async throws {
        let error = await mcpError { try await fakeClient(mode) }
        #expect(error?.code == .unsupportedVersion)
        #expect(error?.message.contains(version) == true)
    }

    @Test("A few lines of text on standard output are ignored, and many are an error")
    func text() async throws {
        try await fakeClient("noise").use { client async throws in
            #expect(try await client.call("echo", ["text": "hello"]).text == "hello")
        }
        #expect(await mcpError { try await fakeClient("garbage") }?.code == .invalidMessage)
    }

    @Test("A gigabyte without a line end is refused, at the start and in the middle of a call")
    func flood() async throws {
        var options = MCPOptions()
        options.limits.messageBytes = 1 << 20
        #expect(await mcpError { try await fakeClient("gigabyte", options: options) }?.code == .tooLarge)
        try await fakeClient("floods", options: options).use { client async throws in
            let error = await mcpError { try await client.call("echo", ["text": "flood"]) }
            #expect(error?.code == .tooLarge)
            // The next call gets a new program.
            #expect(try await client.call("echo", ["text": "hello"]).text == "hello")
        }
    }

    @Test("A server that dies is named with its exit code and last words, and started again a few times")
    func death() async throws {
        let recorder = Recorder()
        var options = MCPOptions()
        options.limits.restarts = 1
        try await fakeClient("dies", options: options, onEvent: recorder.record).use { client async throws in
            let tool = try #require(try await client.tools().first)
            let error = await mcpError { try await tool.run(["text": "die"]) }
            #expect(error?.code == .exited)
            #expect(error?.description == "MCP server 'fake': the program exited with code 3: out of cheese")
            #expect(error?.details == "first line\nout of cheese")
            #expect(try await tool.run(["text": "hello"]).text == "hello")
            #expect(recorder.events == [.restarted])
            _ = await mcpError { try await tool.run(["text": "die"]) }
            #expect(await mcpError { try await tool.run(["text": "hello"]) }?.message.contains("gave up") == true)
        }
    }

    @Test("Ping is answered, and every other request of the server is an unknown method")
    func requests() async throws {
        let answers = try await fakeClient("asks").use { try await $0.call("echo") }
        let values = try JSONValue(jsonText: answers.text)
        #expect(values[0] == ["jsonrpc": "2.0", "id": "p", "result": [:]])
        #expect(values[1]?["id"] == 7)
        #expect(values[1]?["error"]?["code"] == -32601)
    }

    @Test("A call without an answer ends at its deadline, and the server is told")
    func timeout() async throws {
        let clock = ManualClock()
        try await fakeClient("hangs", clock: clock).use { client async throws in
            let tool = try #require(try await client.tools().first)
            async let failure = mcpError { try await tool.run(["text": "hang"]) }
            await clock.waitForSleepers()
            clock.advance(by: .seconds(60))
            let error = await failure
            #expect(error?.code == .timeout)
            #expect(error?.message == "the tool 'echo' did not respond within 1 min; its effects are unknown")
            #expect(try await tool.run().text == "1")
        }
    }

    @Test("A cancelled call throws CancellationError, and the server is told")
    func cancellation() async throws {
        try await fakeClient("hangs").use { client async throws in
            let tool = try #require(try await client.tools().first)
            let task = Task { try await tool.run(["text": "hang"]) }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(Int(try await tool.run().text) != nil)
        }
    }

    @Test("Connecting can be cancelled")
    func cancelledConnect() async throws {
        let clock = ManualClock()
        let task = Task { try await fakeClient("never", clock: clock) }
        await clock.waitForSleepers(2)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("Calls run side by side, and a lost program is started once for all of them")
    func concurrency() async throws {
        let recorder = Recorder()
        try await fakeClient("dies", onEvent: recorder.record).use { client async throws in
            let tool = try #require(try await client.tools().first)
            _ = await mcpError { try await tool.run(["text": "die"]) }
            let texts = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<20 { group.addTask { try await tool.run(["text": .string("\(number)")]).text } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(texts == Set((0..<20).map { "\($0)" }))
        }
    }

    @Test("A server gets none of our keys, whatever their names")
    func leaks() async throws {
        let environment = ProgramEnvironment(
            inheriting: [
                "PATH": Python.environment["PATH"] ?? "", "OPENAI_API_KEY": "sk-secret-0123456789", "OTHER": "x",
                "LANG": "sk-secret-0123456789",
            ],
            allowing: ["OTHER"],
            setting: ["TOKEN_OF_SERVER": "abc", "URL": "https://u:sk-secret-0123456789@host"],
            secrets: [APIKey("sk-secret-0123456789")]
        )
        let text = try await fakeClient("environment", environment: environment).use { try await $0.call("echo").text }
        #expect(!text.contains("secret"))
        #expect(try JSONValue(jsonText: text)["OTHER"] == "x")
        #expect(try JSONValue(jsonText: text)["TOKEN_OF_SERVER"] == "abc")
    }

    @Test("A program that ignores the end of its input and SIGTERM is killed")
    func stubborn() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "waiter-\(UUID()).pid")
        defer { try? FileManager.default.removeItem(at: file) }
        var options = MCPOptions()
        options.timeouts.shutdown = .milliseconds(50)
        let client = try await fakeClient("stubborn", "'\(file.path)'", options: options)
        let process = try #require(Int32(String(contentsOf: file, encoding: .utf8)))
        #expect(kill(process, 0) == 0)
        await client.shutdown()
        #expect(kill(process, 0) == -1)
        #expect(await mcpError { try await client.tools() }?.code == .closed)
    }

    @Test("A program that cannot be started is an error that names it")
    func missing() async throws {
        let server = try MCPServer.program(
            "no-such-program-here",
            environment: ProgramEnvironment(inheriting: Python.environment)
        )
        let error = await mcpError { try await MCPClient.connect(to: server) }
        #expect(error?.code == .launchFailed)
        #expect(error?.message == "no such program: no-such-program-here")
    }
}
