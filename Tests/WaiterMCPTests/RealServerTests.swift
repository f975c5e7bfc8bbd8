import Foundation
import Testing
import Waiter
import WaiterMCP

/// The `mcp` package of PyPI, which `make test` installs in `.build`.
@Suite(
    "With the real MCP server of PyPI",
    .enabled(if: Python.withPackage != nil, "WAITER_TEST_MCP_PYTHON names no Python with the package mcp"),
    .timeLimit(.minutes(2))
)
struct RealServerTests {
    enum Era: CaseIterable { case stateless, session }

    private func options(_ era: Era) -> MCPOptions {
        var options = MCPOptions()
        options.timeouts.discovery = .seconds(60)
        options.discovers = era == .stateless
        return options
    }

    @Test("Standard streams, in both eras", arguments: Era.allCases)
    func standardStreams(era: Era) async throws {
        let python = try #require(Python.withPackage)
        let server = try MCPServer.program(
            "'\(python)' '\(Python.path("real_server"))' stdio",
            name: "real",
            environment: ProgramEnvironment(
                inheriting: Python.environment.merging(["OPENAI_API_KEY": "sk-secret"]) { $1 }
            )
        )
        try await check(server, era)
    }

    @Test(
        "Streamable HTTP, in both eras, with events and with plain JSON",
        arguments: Era.allCases,
        [["http"], ["http", "json"]]
    )
    func streamableHTTP(era: Era, arguments: [String]) async throws {
        let process = Process()
        process.executableURL = URL(filePath: try #require(Python.withPackage))
        process.arguments = [try Python.path("real_server")] + arguments
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            // The server exits at the end of its input.
            try? input.fileHandleForWriting.close()
            process.waitUntilExit()
        }
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)))
        // A plain JSON response has no room for notifications.
        let server = try MCPServer.http("http://127.0.0.1:\(port)/mcp", name: "real")
        try await check(server, era, reportsProgress: !arguments.contains("json"))
    }

    private func check(_ server: MCPServer, _ era: Era, reportsProgress: Bool = true) async throws {
        let recorder = Recorder()
        let client = try await MCPClient.connect(to: server, options: options(era), onEvent: recorder.record)
        try await client.use { client async throws in
            #expect(client.protocolVersion == (era == .stateless ? "2026-07-28" : "2025-11-25"))
            #expect(client.instructions == "Use wisely.")
            #expect(client.serverName == "real")
            let names = try await client.tools().map(\.name)
            #expect(
                names == ["add", "greet", "weather", "fail", "count", "change", "environment"].map { "real__\($0)" }
            )
            #expect(try await client.call("add", ["a": 2, "b": 40]) == ToolOutput("42"))
            #expect(try await client.call("greet", ["name": "Zoë"]) == ToolOutput("Hello, Zoë!"))
            let weather = try await client.call("weather", ["city": "Ulm"])
            #expect(try JSONValue(jsonText: weather.text) == ["city": "Ulm", "sky": "blue"])
            let failure = try await client.call("fail")
            #expect(failure.isError && failure.text.contains("out of cheese"))
            let wrong = try await client.call("add", ["a": "x"])
            #expect(wrong.isError)
            #expect(try await client.call("count", ["to": 3]) == ToolOutput("done"))
            if reportsProgress {
                #expect(recorder.events.contains(.progress(tool: "count", done: 1, total: 3, message: nil)))
            }
            let greet = try #require(try await client.tools().first { $0.name == "real__greet" })
            #expect(try await client.call("change").isError == false)
            if era == .stateless {
                // Over HTTP it arrives on another connection than the result of the call.
                await recorder.wait(for: .toolsChanged)
                #expect(await mcpError { try await greet.run(["name": "Zoë"]) }?.code == .toolChanged)
            }
            #expect(try await client.call("greet", ["name": "Zoë", "loudly": true]).text == "HELLO, Zoë!")
            if server.isProgram {
                #expect(try await !client.call("environment").text.contains("sk-secret"))
            }
        }
    }
}
