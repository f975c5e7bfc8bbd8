package import ArgumentParser

/// Flags that offer tools to the model.
package struct ToolFlags: ParsableArguments {
    @Option(
        name: .customLong("tool"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            """
            Offer a program as a tool; for example, 'weather(city): Reports the weather=./weather' (repeatable). The \
            program receives the arguments as JSON on standard input. The arguments are declared as in --schema; \
            name(@FILE) uses a JSON Schema from a file.
            """,
            valueName: "name=command"
        )
    )
    package var programs: [String] = []

    @Option(
        name: .customLong("mcp"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            """
            Offer the tools of an MCP server, given as a program or a URL (repeatable). 'NAME=...' prefixes the names \
            of its tools with NAME. For a URL, the stored key mcp-NAME, if any, is sent to the server.
            """,
            valueName: "server"
        )
    )
    package var servers: [String] = []

    @Option(
        name: .customLong("max-steps"),
        parsing: .unconditional,
        help: "Call the model at most this many times per question (default: 5)."
    )
    package var maxSteps: Int?

    @Option(
        name: .customLong("tool-timeout"),
        parsing: .unconditional,
        help: ArgumentHelp("Stop a tool after this many seconds (default: 60).", valueName: "seconds")
    )
    package var timeout: Double?

    @Flag(name: .customLong("yes"), help: "Run tools without asking; required if there is no terminal.")
    package var yes = false

    package init() {}

    package func validate() throws {
        if let maxSteps, !(1...100).contains(maxSteps) {
            throw ValidationError("--max-steps must be between 1 and 100")
        }
        if let timeout, !(timeout > 0 && timeout <= 86_400) {
            throw ValidationError("--tool-timeout must be greater than 0 and at most 86400 seconds")
        }
    }

    /// Returns the requested tools.
    ///
    /// - Parameters:
    ///   - context: The context of the command.
    ///   - isVerbose: Whether to show the servers' log messages.
    /// - Returns: The plan for the tools. No server has been started yet.
    /// - Throws: `CommandFailure` for an invalid declaration.
    func plan(in context: CommandContext, isVerbose: Bool) throws -> ToolPlan {
        var plan = ToolPlan(
            programs: try programs.map { try ToolArgument($0) },
            servers: try servers.map { try ToolServerArgument($0) },
            maxSteps: maxSteps ?? 5,
            timeLimit: timeout.map { .seconds($0) },
            runsUnasked: yes
        )
        plan.isVerbose = isVerbose
        return plan
    }
}
