internal import Synchronization
public import Waiter
internal import WaiterPlatform

/// A client that connects to a Model Context Protocol server and offers the server's tools to models.
///
///     let server = try MCPServer.program("uvx mcp-server-time", environment: environment)
///     let client = try await MCPClient.connect(to: server)
///     let run = try openAI.chat.completions.run(request, tools: await client.tools())
///     ...
///     await client.shutdown()
///
/// The client communicates over stdio or streamable HTTP. It supports the stateless protocol of revision 2026-07-28 and
/// the session-based protocol of revisions 2024-11-05 to 2025-11-25, which begins with `initialize`. Tools are the only
/// feature of the protocol that the client supports. Requests from the server for files (roots), models (sampling) or
/// forms (elicitation) are rejected.
///
/// Servers are not trusted. `MCPOptions` limits the size and duration of messages, tools and results. Control
/// characters are removed from all text. If the description or arguments of a tool have changed since the tools were
/// listed, a call to the tool fails. If a program exits, the interrupted call fails. The program is started again for
/// the next call, up to a limit on the number of restarts.
///
/// Call `shutdown()` when the client is no longer needed. If the client is released without a call to `shutdown()`, the
/// client terminates its program but does not wait for the program to exit.
public final class MCPClient: Sendable {
    private struct State {
        var listing: ToolListing?
        /// Whether the server has announced a change to its tools since they were listed.
        var isStale = false
        /// The names of the tools that are being called, keyed by progress token.
        var calls: [Int64: String] = [:]
    }

    /// The name of the server.
    public let name: String
    /// The negotiated protocol revision, such as `2026-07-28`.
    public let protocolVersion: String
    /// The name that the server reports, for display.
    public let serverName: String?
    /// The version that the server reports, for display.
    public let serverVersion: String?
    /// The server's instructions for using its tools. You can add the instructions to the system message.
    ///
    /// The instructions are only as trustworthy as the server.
    public let instructions: String?

    private let session: MCPSession
    private let options: MCPOptions
    private let clock: CallClock
    private let state: StateBox
    private let onEvent: @Sendable (MCPEvent) -> Void

    /// The state that the notification handler shares with the client.
    private final class StateBox: Sendable {
        let mutex = Mutex(State())

        func withLock<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
            mutex.withLock { body(&$0) }
        }
    }

    /// Connects to a server and negotiates the protocol revision. If the server is a program, starts the program first.
    ///
    /// - Parameters:
    ///   - server: The server.
    ///   - options: Timeouts and limits.
    ///   - onEvent: A closure that receives progress, log messages and announcements of changes. It can be called on
    ///     any thread and must return quickly.
    /// - Returns: The connected client.
    /// - Throws: `MCPError` or `CancellationError`.
    public static func connect(
        to server: MCPServer,
        options: MCPOptions = MCPOptions(),
        onEvent: @escaping @Sendable (MCPEvent) -> Void = { _ in }
    ) async throws -> MCPClient {
        try await connect(to: server, options: options, clock: ContinuousClock(), onEvent: onEvent)
    }

    package static func connect(
        to server: MCPServer,
        options: MCPOptions,
        clock: any Clock<Duration>,
        onEvent: @escaping @Sendable (MCPEvent) -> Void
    ) async throws -> MCPClient {
        let state = StateBox()
        let callClock = CallClock(clock)
        let session = MCPSession(server, options, clock: clock, callClock: callClock) { method, params in
            switch method {
            case "notifications/tools/list_changed":
                state.withLock { $0.isStale = true }
                onEvent(.toolsChanged)
            case "notifications/progress":
                guard let id = params["progressToken"]?.intValue,
                    let tool = state.withLock({ $0.calls[Int64(id)] }),
                    let event = MCPEvent(progress: params, of: tool)
                else { break }
                onEvent(event)
            case "notifications/message":
                if let event = MCPEvent(log: params) { onEvent(event) }
            default: break
            }
        }
        do {
            let link = try await session.connected()
            return MCPClient(server.name, link.agreement, session, options, callClock, state, onEvent)
        } catch {
            await session.close()
            throw error
        }
    }

    private init(
        _ name: String,
        _ agreement: Handshake.Agreement,
        _ session: MCPSession,
        _ options: MCPOptions,
        _ clock: CallClock,
        _ state: StateBox,
        _ onEvent: @escaping @Sendable (MCPEvent) -> Void
    ) {
        self.name = name
        protocolVersion = agreement.era.version
        serverName = agreement.name
        serverVersion = agreement.version
        instructions = agreement.instructions
        self.session = session
        self.options = options
        self.clock = clock
        self.state = state
        self.onEvent = onEvent
    }

    /// Ends the connection. If the server is a program, this method closes its standard input and waits for it to exit.
    /// A program that does not exit in time is terminated or killed.
    ///
    /// Calls in progress and later calls fail with an `MCPError` with code `.closed`.
    public func shutdown() async {
        await session.close()
    }

    // MARK: Tools

    /// Returns the server's tools, in the server's order.
    ///
    /// The tools' names are prefixed with the server's name, as in `time__now`. A tool that cannot be offered, for
    /// example because its schema is invalid, is omitted and reported as an event. The result of `tools/call` is
    /// converted to text. Non-text content is represented only by its name.
    ///
    /// Calls to the tools use this client, so do not shut down the client before the last call has ended.
    ///
    /// - Throws: `MCPError` or `CancellationError`.
    public func tools() async throws -> [FunctionTool] {
        let listing = try await list(over: session.connected())
        for rejection in listing.rejections {
            onEvent(.toolRejected(name: rejection.name, reason: rejection.reason))
        }
        return listing.tools.map { definition in
            var tool = FunctionTool(
                ToolName.prefixed(definition.name, server: name),
                description: definition.description,
                parameters: definition.parameters
            ) { [self] arguments in
                try await call(definition, arguments)
            }
            // Calls have their own deadlines, which progress notifications extend.
            tool.timeLimit = nil
            return tool
        }
    }

    private func list(over link: MCPSession.Link) async throws -> ToolListing {
        state.withLock { $0.isStale = false }
        let (name, limits, clock, session) = (name, options.limits, clock, session)
        let listing = try await ActivityDeadline.run(clock, limit: options.timeouts.list) { limit in
            MCPError(.timeout, server: name, "no tool list received within \(limit.shortText)")
        } _: {
            try await ToolListing.request(over: link, server: name, limits: limits, clock: clock) { session.nextID() }
        }
        state.withLock { $0.listing = listing }
        return listing
    }

    // MARK: Calls

    private func call(_ tool: ToolDefinition, _ arguments: JSONValue) async throws -> ToolOutput {
        let previous = state.withLock { $0.listing?.generation }
        let link = try await session.connected()
        if let previous, previous != link.generation { onEvent(.restarted) }
        try await verify(tool, link)
        var request = RPCRequest(
            id: session.nextID(),
            method: .callTool,
            params: ["name": .string(tool.name), "arguments": arguments.isNull ? .object(JSONObject()) : arguments],
            era: link.agreement.era
        )
        request.params["_meta"] = ["progressToken": .integer(request.id)]
        request.parameterHeaders = tool.headers.compactMap { header in
            header.value(in: arguments).map { (header.name, $0) }
        }
        let response = try await send(request, tool.name, over: link)
        do {
            return try ToolResult.output(response.get(), schema: tool.result, limit: options.limits.resultBytes)
        } catch {
            return ToolOutput("the server reported an error: \(error.message)", isError: true)
        }
    }

    private func send(_ request: RPCRequest, _ tool: String, over link: MCPSession.Link) async throws -> RPCResponse {
        state.withLock { $0.calls[request.id] = tool }
        defer { state.withLock { $0.calls[request.id] = nil } }
        let (name, activity, timeouts) = (name, Activity(clock), options.timeouts)
        return try await ActivityDeadline.run(
            clock,
            idle: timeouts.call,
            total: timeouts.total,
            activity: activity
        ) { limit in
            MCPError(
                .timeout,
                server: name,
                "the tool '\(tool)' did not respond within \(limit.shortText); its effects are unknown"
            )
        } _: {
            try await link.connection.send(request, activity: activity)
        }
    }

    /// Throws an error if a tool differs from its listed definition. If the list could be out of date, requests a new
    /// list before the comparison.
    private func verify(_ tool: ToolDefinition, _ link: MCPSession.Link) async throws {
        let (known, isStale) = state.withLock { ($0.listing, $0.isStale) }
        let listing: ToolListing
        if let known, !isStale, known.generation == link.generation, clock.now() - known.time < options.maxListAge {
            listing = known
        } else {
            listing = try await list(over: link)
        }
        guard let current = listing[tool.name] else {
            throw MCPError(.toolChanged, server: name, "the tool '\(tool.name)' is no longer offered")
        }
        if let difference = current.difference(from: tool) {
            throw MCPError(
                .toolChanged,
                server: name,
                "the \(difference) of the tool '\(tool.name)' changed after the tool was listed; list the tools again"
            )
        }
    }
}
