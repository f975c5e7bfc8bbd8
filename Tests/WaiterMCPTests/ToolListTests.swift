import Testing
import Waiter
import WaiterMCP
import WaiterTesting

@Suite("Tools of MCP servers", .timeLimit(.minutes(1)))
struct ToolListTests {
    @Test("All pages are read; tools that cannot be offered are left out and named")
    func pages() async throws {
        let recorder = Recorder()
        try await fakeClient("pages", onEvent: recorder.record).use { client async throws in
            let tools = try await client.tools()
            #expect(tools.map(\.name) == ["fake__a", "fake__d"])
            #expect(tools[1].description == "One two")
        }
        let rejected = recorder.events.compactMap { event in
            if case .toolRejected(let name, _) = event { name } else { nil }
        }
        #expect(rejected == ["b", "a", "c", "odd name"])
    }

    @Test("Lists that do not end, and lists of too many tools, are errors", arguments: ["circle", "endless", "many"])
    func bounds(mode: String) async throws {
        try await fakeClient(mode).use { client async throws in
            let error = await mcpError { try await client.tools() }
            #expect(error?.code == (mode == "many" ? .tooLarge : .invalidMessage))
        }
    }

    @Test(
        "A tool whose schema changed is refused and named, after the server announced it to all or to a subscription",
        arguments: ["changes", "listens"]
    )
    func announced(mode: String) async throws {
        let recorder = Recorder()
        try await fakeClient(mode, onEvent: recorder.record).use { client async throws in
            let tool = try #require(try await client.tools().first)
            _ = try await tool.run(["text": "one"])
            let error = await mcpError { try await tool.run(["text": "two"]) }
            #expect(error?.code == .toolChanged)
            #expect(
                error?.message
                    == "the arguments of the tool 'echo' changed after the tool was listed; list the tools again"
            )
            #expect(recorder.events == [.toolsChanged])
            // The new definition can be called when it was listed.
            #expect(try await client.call("echo").isError == false)
        }
    }

    @Test(
        "A tool that changed or vanished without notice is refused when the list has aged",
        arguments: ["changes-silently", "vanishes"]
    )
    func aged(mode: String) async throws {
        let clock = ManualClock()
        try await fakeClient(mode, clock: clock).use { client async throws in
            let tool = try #require(try await client.tools().first)
            _ = try await tool.run(["text": "one"])
            clock.advance(by: .seconds(61))
            #expect(await mcpError { try await tool.run(["text": "two"]) }?.code == .toolChanged)
        }
    }
}
