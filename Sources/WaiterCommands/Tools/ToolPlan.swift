internal import Waiter
internal import WaiterMCP
internal import WaiterTerminal

/// The tools requested on the command line. A plan does not start any programs or servers.
package struct ToolPlan: Sendable {
    let programs: [ToolArgument]
    var servers: [ToolServerArgument]
    /// The maximum number of requests to the model per question.
    let maxSteps: Int
    /// The maximum duration of a tool call, or `nil` to use the default limits.
    let timeLimit: Duration?
    /// Whether tools run without asking the user.
    let runsUnasked: Bool
    /// Whether to show the log messages of servers.
    var isVerbose = false

    var isEmpty: Bool { programs.isEmpty && servers.isEmpty }

    /// The timeouts of MCP servers.
    var serverOptions: MCPOptions {
        var options = MCPOptions()
        if let timeLimit {
            options.timeouts.call = timeLimit
            options.timeouts.total = timeLimit
        }
        return options
    }

    /// If tool calls need approval, checks that the user can be asked to approve them.
    ///
    /// - Throws: `CommandFailure` with exit code 2.
    func checkConsent(_ console: Console) throws {
        guard !isEmpty, !runsUnasked, !ToolConsent.isPossible(console) else { return }
        throw CommandFailure.usage(
            "tools cannot be approved without a terminal; nothing was sent",
            nextStep: "to run them without asking, pass --yes"
        )
    }
}

extension ToolArgument {
    /// Returns the tool that runs the program.
    ///
    /// - Throws: `CommandFailure` if the command line of the program is invalid.
    func tool(_ environment: ProgramEnvironment, _ plan: ToolPlan) throws -> FunctionTool {
        do {
            var program = try ProgramTool(
                name,
                description: description,
                parameters: parameters,
                command: command,
                environment: environment
            )
            if let limit = plan.timeLimit { program.timeLimit = limit }
            return program.tool
        } catch let error as OpenAIError {
            throw CommandFailure.usage(error.message)
        }
    }
}

extension ToolServerArgument {
    /// Returns the server without connecting to it.
    ///
    /// - Throws: `MCPError` for an invalid address or command, or any error thrown while reading the key.
    func server(in surroundings: ToolSurroundings) async throws -> MCPServer {
        guard isURL else {
            return try MCPServer.program(location, name: name ?? programName, environment: surroundings.programs)
        }
        var headers: [String: String] = [:]
        if let name, let key = try await surroundings.key(name) { headers["Authorization"] = "Bearer \(key)" }
        return try MCPServer.http(
            location,
            name: name,
            headers: headers,
            transport: try surroundings.transport(to: location)
        )
    }
}

extension CommandFailure {
    /// Converts an error from an MCP server to a failure for the user.
    init(_ error: MCPError) {
        let status: ExitStatus =
            switch error.code {
            case .configuration: .usage
            case .unauthorized: .notAuthorized
            case .connection, .timeout: .network
            default: .failure
            }
        self.init(status, "\(error)", kind: "mcp")
        nextStep =
            switch error.code {
            case .configuration: "for example: --mcp 'time=uvx mcp-server-time'"
            case .unauthorized:
                "store its key with: waiter keys set mcp-\(error.server), and pass --mcp '\(error.server)=URL'"
            case .timeout: "try again, or raise --tool-timeout"
            default: nil
            }
        details = error.details.isEmpty ? nil : error.details
    }
}
