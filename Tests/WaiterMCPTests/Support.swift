import Foundation
import Testing
import Waiter
import WaiterMCP
import WaiterTesting

/// The Python programs that the tests start.
enum Python {
    static let environment = ProcessInfo.processInfo.environment

    /// The interpreter that has the `mcp` package, as `make test` installs it; nil without it.
    static let withPackage = environment["WAITER_TEST_MCP_PYTHON"]

    static func path(_ name: String) throws -> String {
        try #require(Bundle.module.resourcePath) + "/Servers/\(name).py"
    }
}

/// A client of the scripted server on standard streams.
func fakeClient(
    _ mode: String,
    _ arguments: String = "",
    options: MCPOptions = MCPOptions(),
    clock: any Clock<Duration> = ContinuousClock(),
    environment: ProgramEnvironment = ProgramEnvironment(inheriting: Python.environment),
    onEvent: @escaping @Sendable (MCPEvent) -> Void = { _ in }
) async throws -> MCPClient {
    let server = try MCPServer.program(
        "python3 '\(Python.path("fake_server"))' \(mode) \(arguments)",
        name: "fake",
        environment: environment
    )
    var options = options
    // On a busy machine, Python may take longer to start than a server is given to answer the first request.
    if clock is ContinuousClock, mode != "silent" { options.timeouts.discovery = .seconds(60) }
    return try await MCPClient.connect(to: server, options: options, clock: clock, onEvent: onEvent)
}

extension MCPClient {
    /// Runs a body with the client and shuts it down.
    func use<Value>(_ body: (MCPClient) async throws -> Value) async throws -> Value {
        do {
            let value = try await body(self)
            await shutdown()
            return value
        } catch {
            await shutdown()
            throw error
        }
    }

    /// Calls a tool by its name on the server, after listing all tools.
    func call(_ name: String, _ arguments: JSONValue = [:]) async throws -> ToolOutput {
        let tool = try #require(try await tools().first { $0.name == "\(self.name)__\(name)" })
        return try await tool.run(arguments)
    }
}

extension FunctionTool {
    /// Calls the function.
    func run(_ arguments: JSONValue = [:]) async throws -> ToolOutput {
        let body = try #require(body)
        return try await body(ToolInvocation(id: "call_1", name: name, arguments: arguments))
    }
}

/// Returns the error that a body throws.
func mcpError<Value>(_ body: () async throws -> Value) async -> MCPError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? MCPError
    }
}
