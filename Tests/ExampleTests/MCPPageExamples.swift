import Foundation
import Testing
import Waiter
import WaiterMCP

// The code in docs/mcp.md, which must compile.

private func program(_ key: APIKey) async throws -> [FunctionTool] {
    let environment = ProgramEnvironment(inheriting: ProcessInfo.processInfo.environment, secrets: [key])
    let time = try await MCPClient.connect(to: .program("uvx mcp-server-time", name: "time", environment: environment))
    let tools = try await time.tools()
    await time.shutdown()
    return tools
}

private func url(_ token: String) async throws -> MCPClient {
    let server = try MCPServer.http("https://example.com/mcp", headers: ["Authorization": "Bearer \(token)"])
    let client = try await MCPClient.connect(to: server)
    return client
}

private func weather(_ environment: ProgramEnvironment) throws -> FunctionTool {
    let weather = try ProgramTool(
        "weather",
        description: "Reports the weather of a city.",
        parameters: JSONSchema(
            #"{"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}"#
        ),
        command: "/usr/local/bin/weather --json",
        environment: environment
    )
    let tool = weather.tool
    return tool
}

@Suite("The page on MCP")
struct MCPPageExamples {
    @Test("A program becomes a tool with its schema, and a missing one is reported to the model")
    func programTool() async throws {
        let tool = try weather(ProgramEnvironment(inheriting: [:]))
        #expect(tool.name == "weather")
        #expect(tool.parameters?.value["required"] == ["city"])
        let body = try #require(tool.body)
        let output = try await body(ToolInvocation(id: "1", name: "weather", arguments: ["city": "Oslo"]))
        #expect(output.isError && output.text.contains("/usr/local/bin/weather"), "\(output.text)")
    }
}
