public import Waiter

/// A Model Context Protocol server, specified by a program to start or by a URL.
public struct MCPServer: Sendable {
    enum Route: Sendable {
        case program(ProgramCommand)
        case http(HTTPEndpoint, (any Transport)?)
    }

    /// The name of the server, used as the prefix for its tools. It consists of letters, digits, `_` and `-`.
    public let name: String
    let route: Route

    /// Whether the server is a program.
    package var isProgram: Bool {
        if case .program = route { true } else { false }
    }

    /// Creates a server that runs as a program and communicates over the program's standard streams.
    ///
    /// - Parameters:
    ///   - command: The name or path of the program, followed by its arguments. The command line is split into words
    ///     according to shell syntax, but no shell is run. Variables, wildcards, pipes and redirections are not
    ///     supported.
    ///   - name: The name of the server. The default is the program's name.
    ///   - environment: The environment of the program.
    ///   - directory: The working directory, or `nil` for this process's working directory.
    /// - Returns: The server. The program has not been started yet.
    /// - Throws: `MCPError` with code `.configuration` if the command or the name is invalid.
    public static func program(
        _ command: String,
        name: String? = nil,
        environment: ProgramEnvironment,
        directory: String? = nil
    ) throws -> MCPServer {
        do {
            let command = try ProgramCommand(
                ProgramCommand.words(command),
                environment: environment,
                directory: directory
            )
            return try MCPServer(name: name ?? ToolName.allowed(command.name), route: .program(command))
        } catch let defect as ProgramCommand.Defect {
            throw MCPError(.configuration, server: name ?? "", defect.message)
        }
    }

    /// Creates a server that communicates over streamable HTTP.
    ///
    /// - Parameters:
    ///   - url: The address of the server, such as `https://example.com/mcp`.
    ///   - name: The name of the server. The default is the host.
    ///   - headers: Headers to send with every request, such as `Authorization`. Headers that contain secrets are not
    ///     sent over plain HTTP, except to this machine.
    ///   - transport: The HTTP transport, or `nil` to have the client create a transport that does not use a proxy. The
    ///     client does not shut down a transport that is passed to this method.
    /// - Returns: The server. No connection has been opened yet.
    /// - Throws: `MCPError` with code `.configuration` if the URL, a header or the name is invalid.
    public static func http(
        _ url: String,
        name: String? = nil,
        headers: [String: String] = [:],
        transport: (any Transport)? = nil
    ) throws -> MCPServer {
        do {
            let endpoint = try HTTPEndpoint(url, headers: headers)
            return try MCPServer(name: name ?? ToolName.allowed(endpoint.base.host), route: .http(endpoint, transport))
        } catch let defect as HTTPEndpoint.Defect {
            throw MCPError(.configuration, server: name ?? "", defect.message)
        }
    }

    private init(name: String, route: Route) throws {
        // A function name has at most 64 characters, so a server name of more than 32 characters would leave too few
        // for the tool's name.
        guard (1...32).contains(name.utf8.count), ToolName.allowed(name) == name else {
            throw MCPError(
                .configuration,
                server: PlainText.line(name, limit: 60),
                "invalid server name; use at most 32 letters, digits, '_' and '-'"
            )
        }
        self.name = name
        self.route = route
    }
}
