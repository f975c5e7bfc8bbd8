package import Waiter
internal import WaiterMCP
internal import WaiterTerminal

/// The tools that a command offers to the model and the servers that provide them.
package struct ToolSet: Sendable {
    /// The tools, in command-line order.
    package private(set) var tools: [FunctionTool] = []
    /// The maximum number of requests to the model per question.
    package var maxSteps = 5
    /// The report that shows calls, or `nil` for a command without tools.
    package private(set) var report: ToolReport?
    private var servers: [MCPClient] = []
    /// The program or server of each tool, keyed by the name of the tool.
    private var origins: [String: String] = [:]

    /// Creates an empty set.
    package init() {}

    /// Whether no tools are offered.
    package var isEmpty: Bool { tools.isEmpty }

    /// Creates a tool set by starting the servers and listing their tools.
    ///
    /// - Parameters:
    ///   - plan: The tools requested on the command line.
    ///   - surroundings: The environment, keys and network.
    ///   - console: The console for progress and questions.
    /// - Throws: `CancellationError`, or `CommandFailure` if a server cannot be used. If an error is thrown, all
    ///   servers that were started are shut down.
    init(
        _ plan: ToolPlan,
        in surroundings: ToolSurroundings,
        console: Console
    ) async throws {
        let consent = ToolConsent(console)
        maxSteps = plan.maxSteps
        do {
            for program in plan.programs {
                try add([program.tool(surroundings.programs, plan)], from: program.command)
            }
            for server in plan.servers { try await connect(server, surroundings, plan, console) }
        } catch {
            console.stopSpinner()
            await close()
            if let error = error as? MCPError { throw CommandFailure(error) }
            throw error
        }
        console.stopSpinner()
        report = ToolReport(console: console, consent: consent, origins: origins)
        guard !plan.runsUnasked else { return }
        for index in tools.indices {
            let (definition, origin) = (tools[index].definition, origins[tools[index].name] ?? "")
            tools[index].approval = { try await consent.decide($0, definition: definition, origin: origin) }
        }
    }

    /// - Throws: `CommandFailure` if there is a tool with the same name.
    private mutating func add(_ more: [FunctionTool], from origin: String) throws {
        for tool in more {
            if let other = origins.updateValue(origin, forKey: tool.name) {
                throw CommandFailure.usage(
                    TerminalText.line("two tools are named '\(tool.name)': one from \(other) and one from \(origin)"),
                    nextStep: "choose another name, as in --tool 'NAME=...' and --mcp 'NAME=...'"
                )
            }
            tools.append(tool)
        }
    }

    private mutating func connect(
        _ argument: ToolServerArgument,
        _ surroundings: ToolSurroundings,
        _ plan: ToolPlan,
        _ console: Console
    ) async throws {
        let server = try await argument.server(in: surroundings)
        console.startSpinner("connecting to \(server.name)")
        let client = try await MCPClient.connect(to: server, options: plan.serverOptions) { event in
            Self.mention(event, of: server.name, plan, console)
        }
        servers.append(client)
        let offered = try await client.tools()
        if offered.isEmpty {
            console.notice(TerminalText.line("waiter: the MCP server '\(server.name)' offers no tools"))
        }
        try add(offered, from: "MCP server \(server.name)")
    }

    private static func mention(_ event: MCPEvent, of server: String, _ plan: ToolPlan, _ console: Console) {
        switch event {
        case .progress(let tool, let done, let total, let message):
            // The server chooses the numbers, so they might not fit in an integer.
            let share = total.map { "\(done) of \($0)" } ?? "\(done)"
            console.startSpinner(ColumnText.cut("running \(tool): \(share)\(message.map { ", " + $0 } ?? "")", to: 70))
        case .log(let level, let text):
            if plan.isVerbose { console.say(TerminalText.line("\(server): \(level): \(text)")) }
        case .toolRejected(let name, let reason):
            console.notice(TerminalText.line("waiter: the tool '\(name)' of '\(server)' is not offered: \(reason)"))
        case .restarted: console.notice("waiter: the MCP server '\(server)' exited and was started again")
        case .toolsChanged: break
        }
    }

    /// Shuts down the servers.
    package func close() async {
        await withTaskGroup(of: Void.self) { group in
            for server in servers { group.addTask { await server.shutdown() } }
        }
    }
}
