internal import Waiter
internal import WaiterMCP
internal import WaiterTerminal

extension AskSession {
    /// Offers the tools of a command line during some work, for which the servers that provide them are started.
    ///
    /// - Parameters:
    ///   - plan: The tools.
    ///   - dryRun: Whether to start nothing; the tools of servers are then unknown.
    ///   - work: The work.
    /// - Returns: The result of the work.
    /// - Throws: `CommandFailure` if a tool cannot be used; `CancellationError`; any error of the work.
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

    /// Offers the tools of a command line until `tools.close()`.
    ///
    /// Programs get none of the user's keys.
    ///
    /// - Throws: `CommandFailure` if a tool cannot be used; `CancellationError`.
    mutating func offer(_ plan: ToolPlan, dryRun: Bool = false) async throws {
        guard !plan.isEmpty else { return }
        var plan = plan
        if dryRun, !plan.servers.isEmpty {
            plan.servers = []
            console.notice("waiter: without the tools of MCP servers, which a dry run does not start")
        }
        if !dryRun { try await settings.resolveKey() }
        let (path, environment) = (directories.keyFile, context.environment)
        // A file of keys that cannot be read is reported when one of its keys is needed.
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
