internal import Waiter
internal import WaiterMCP
internal import WaiterTerminal

extension AskSession {
    /// Runs work with the tools given on the command line, after starting the servers that provide the tools.
    ///
    /// - Parameters:
    ///   - plan: The tools.
    ///   - dryRun: Whether this is a dry run. A dry run does not start servers, so their tools are unknown.
    ///   - work: The work to run.
    /// - Returns: The result of the work.
    /// - Throws: `CommandFailure` if a tool cannot be used, `CancellationError`, or any error thrown by `work`.
    func offering<Value: Sendable>(
        _ plan: ToolPlan,
        dryRun: Bool = false,
        _ work: (AskSession) async throws -> Value
    ) async throws -> Value {
        var session = self
        try await session.offer(plan, dryRun: dryRun)
        let result: Result<Value, any Error>
        do { result = .success(try await work(session)) } catch { result = .failure(error) }
        await session.tools.close()
        return try result.get()
    }

    /// Offers the tools given on the command line until `tools.close()` is called.
    ///
    /// The programs that provide the tools do not receive any of the user's keys.
    ///
    /// - Throws: `CommandFailure` if a tool cannot be used, or `CancellationError`.
    mutating func offer(_ plan: ToolPlan, dryRun: Bool = false) async throws {
        guard !plan.isEmpty else { return }
        var plan = plan
        if dryRun, !plan.servers.isEmpty {
            plan.servers = []
            console.notice("waiter: omitting the tools of MCP servers, because a dry run does not start them")
        }
        if !dryRun { try await settings.resolveKey() }
        let (path, environment) = (directories.keyFile, context.environment)
        // An unreadable key file is reported when one of its keys is needed.
        let stored = (try? KeyStore(path: path))?.entries.compactMap { entry -> APIKey? in
            if case .value(let key) = entry.entry { APIKey(key) } else { nil }
        }
        let surroundings = ToolSurroundings(
            programs: ProgramEnvironment(
                inheriting: environment,
                secrets: (stored ?? []) + (settings.key.map { [$0] } ?? [])
            ),
            environment: environment
        ) { server in
            try await KeyStore(path: path).key(named: "mcp-\(server)", environment: environment)
        }
        tools = try await ToolSet(plan, in: surroundings, console: console)
    }
}
