internal import Synchronization
internal import Waiter
internal import WaiterMCP

/// The surroundings of a command's tools: environment variables, keys of servers, and the network.
struct ToolSurroundings: Sendable {
    /// The environment for programs, which contains no key.
    let programs: ProgramEnvironment
    /// The environment of the command, for proxies and certificates.
    let environment: [String: String]
    /// Returns the key for an MCP server that is reached by URL, by the name of the server; nil for none.
    let key: @Sendable (_ server: String) async throws -> String?

    /// Returns the HTTP stack for a server; nil for an address that is invalid, which the server's initializer reports.
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
