internal import Waiter
internal import WaiterLocal

/// A transport that sends requests to the local server only as long as that server is still running.
///
/// The port of a server that has stopped, for example because it was idle, can be bound by any process. An open chat or
/// a retry must not send its prompt and the key to such a process. The server is checked before each request, and again
/// on each new connection before anything is sent, because another process can take over the port while the connection
/// is being established.
struct LocalServerTransport: Transport {
    private let base: any Transport
    private let check: @Sendable () throws -> Void

    /// - Throws: Any error thrown by `AsyncHTTPClientTransport(configuration:)`.
    init(_ server: RunningServer, of model: LocalModel, configuration: OpenAI.Configuration) throws {
        let check: @Sendable () throws -> Void = {
            guard let running = model.runningServer, (running.port, running.key) == (server.port, server.key) else {
                throw TransportError(.refused, reason: "the local server has stopped", isPermanent: true)
            }
        }
        base = try AsyncHTTPClientTransport(configuration: configuration, addresses: [:], isConnected: check)
        self.check = check
    }

    var neverBlocks: Bool { base.neverBlocks }

    func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        try check()
        return try await base.send(request, progress: progress)
    }

    func shutdown(gracePeriod: Duration) async {
        await base.shutdown(gracePeriod: gracePeriod)
    }
}
