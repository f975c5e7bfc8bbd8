public import ServiceLifecycle
public import Waiter

/// A service that shuts down a client together with the other services in a `ServiceGroup`.
///
///     let group = ServiceGroup(
///         configuration: .init(
///             services: [.init(service: OpenAIService(client)), .init(service: server)],
///             gracefulShutdownSignals: [.sigterm, .sigint],
///             logger: logger
///         )
///     )
///     try await group.run()
///
/// A group shuts down its services in reverse order. List the client before the server that uses it, so that the
/// server's last requests can still complete.
public struct OpenAIService: Service {
    /// The client.
    public let client: OpenAI
    /// The maximum time that calls in flight can continue after the client starts to shut down.
    public let gracePeriod: Duration

    /// Creates a service that shuts down a client.
    public init(_ client: OpenAI, gracePeriod: Duration = .seconds(30)) {
        self.client = client
        self.gracePeriod = gracePeriod
    }

    /// Waits for the graceful shutdown and then shuts down the client. If the task is cancelled, the client is shut
    /// down immediately.
    public func run() async {
        do {
            try await gracefulShutdown()
            await client.shutdown(gracePeriod: gracePeriod)
        } catch {
            await client.shutdown(gracePeriod: .zero)
        }
    }
}
