internal import Waiter
internal import WaiterLocal

extension LocalModel {
    /// Returns the running local server if the given address is the one printed by `waiter local env`, or `nil`
    /// otherwise.
    ///
    /// - Throws: `CommandFailure` if the key belongs to a local server that is no longer running. Another program might
    ///   have taken over that server's port.
    func server(at address: SourcedValue, key: APIKey?) throws -> RunningServer? {
        guard let baseURL = try? BaseURL(address.value), baseURL.isLoopback else { return nil }
        if baseURL.host == "127.0.0.1", baseURL.scheme == "http", let server = runningServer,
            server.port == baseURL.effectivePort
        {
            return server
        }
        guard let value = key?.immediateValue, LocalServerKey.isOne(value) else { return nil }
        throw CommandFailure(
            .network,
            "the local server at \(baseURL.authority) has stopped",
            place: address.source,
            nextStep: "start it again with: eval \"$(waiter local env)\"",
            kind: "notRunning"
        )
    }

    /// Creates a transport to the given local server or, if `server` is `nil`, to the configured server.
    ///
    /// - Throws: Any error thrown by `AsyncHTTPClientTransport(configuration:)`.
    func transport(to server: RunningServer?, _ configuration: OpenAI.Configuration) throws -> any Transport {
        guard let server else { return try AsyncHTTPClientTransport(configuration: configuration) }
        return try LocalServerTransport(server, of: self, configuration: configuration)
    }
}
