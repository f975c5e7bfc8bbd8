internal import Synchronization
internal import Waiter
internal import WaiterMCP

/// The context of a command's tools: environment variables, server keys, and the network.
struct ToolSurroundings: Sendable {
    /// The environment for programs, which contains no keys.
    let programs: ProgramEnvironment
    /// The environment of the command, which can configure proxies and certificates.
    let environment: [String: String]
    /// A closure that returns the key of an MCP server, given the server's name, or `nil` if there is no key. It is
    /// called only for servers with a URL.
    let key: @Sendable (_ server: String) async throws -> String?

    /// Returns the HTTP transport for a server, or `nil` for an invalid address. The server's initializer reports
    /// invalid addresses.
    func transport(to url: String) throws -> (any Transport)? {
        guard let address = try? BaseURL(url) else { return nil }
        let configuration = try OpenAI.Configuration(
            baseURL: address,
            authentication: .anonymous,
            maxConnections: 8,
            tls: .fromEnvironment(environment),
            proxy: OpenAI.Proxy.fromEnvironment(environment, for: address)
        )
        return try AsyncHTTPClientTransport(configuration: configuration)
    }
}
